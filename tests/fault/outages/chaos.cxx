#include <tests/fault/outages/faults.hxx>

#include <tests/fault/outages/full.hxx>
#include <tests/support/redis-setup.hxx>

namespace outages
{
  namespace
  {
    using std::chrono::milliseconds;

    const unsigned steps (16);

    void lose_data (site& s, workload::chance& random)
    {
      switch (random.below (5))
      {
      case 0:
        s.redis ().restart ();
        break;
      case 1:
        // What a later restart goes back to.
        //
        tests::order (s.redis (), {"SAVE"});
        break;
      case 2:
        tests::order (s.redis (), {"FLUSHALL"});
        break;
      case 3:
        evict_tokens (s, "volatile-lru");
        break;
      case 4:
        s.redis ().stop ();
        random.sleep (milliseconds (150));
        s.redis ().resume ();
        break;
      }
    }

    void spoil_network (tests::proxy& p, workload::chance& random)
    {
      switch (random.below (8))
      {
      case 0:
        p.black_hole ();
        break;
      case 1:
        p.swallow_replies ();
        break;
      case 2:
        p.hold ();
        break;
      case 3:
        p.refuse ();
        break;
      case 4:
        p.delay (milliseconds (random.below (60)));
        break;
      case 5:
        p.cut ();
        break;
      case 6:
        p.truncate (random.below (200), 3);
        p.reset ();
        break;
      case 7:
        p.pass ();
        p.cut ();
        break;
      }
    }
  }

  void bring_chaos (site& s, workload::chance& random)
  {
    for (unsigned n (0); n != steps; ++n)
    {
      if (random.one_in (2))
        lose_data (s, random);
      else
        spoil_network (s.network (), random);

      // Mostly there is somebody to reach in between.
      //
      random.sleep (milliseconds (80));

      if (random.one_in (3))
      {
        s.network ().pass ();
        s.network ().cut ();
      }
    }
  }

  void end_chaos (site& s)
  {
    s.network ().truncate (0, 0);
    s.network ().pass ();
    s.network ().cut ();
    s.forget_snapshot ();
  }
}
