#include <tests/fault/outages/actions.hxx>

#include <thread>

namespace outages
{
  using std::chrono::milliseconds;

  action in_order (std::vector<action> all)
  {
    return [all] (site& s)
    {
      for (const action& a : all)
        a (s);
    };
  }

  action again (unsigned times, action a, milliseconds pause)
  {
    return [times, a, pause] (site& s)
    {
      for (unsigned i (0); i != times; ++i)
      {
        a (s);
        std::this_thread::sleep_for (pause);
      }
    };
  }

  action stutter (action stop, action resume)
  {
    return again (
      stutters,
      in_order ({stop,
                 [] (site&)
                 { std::this_thread::sleep_for (milliseconds (130)); },
                 resume}),
      milliseconds (50));
  }
}
