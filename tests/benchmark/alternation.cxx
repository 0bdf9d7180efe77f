#include <tests/benchmark/alternation.hxx>

#include <ctime>

#include <algorithm>

#include <tests/benchmark/allocations.hxx>

namespace benchmarks
{
  namespace
  {
    // In nanoseconds.
    //
    double now (clockid_t clock)
    {
      timespec t;
      clock_gettime (clock, &t);
      return static_cast<double> (t.tv_sec) * 1e9 +
             static_cast<double> (t.tv_nsec);
    }
  }

  alternation::alternation (benchmark::State& s, unsigned block)
      : state_ (s), block_ (block)
  {
  }

  alternation::turn alternation::begin (const char* name)
  {
    turn t;
    t.contestant = 0;

    while (t.contestant != contestants_.size () &&
           contestants_[t.contestant].name != name)
      ++t.contestant;

    if (t.contestant == contestants_.size ())
      contestants_.push_back (contestant {name, {}, {}, 0});

    t.allocations = allocations ();
    t.time = now (CLOCK_MONOTONIC);
    t.processor_time = now (CLOCK_THREAD_CPUTIME_ID);
    return t;
  }

  void alternation::end (const turn& started)
  {
    double p (now (CLOCK_THREAD_CPUTIME_ID));
    double t (now (CLOCK_MONOTONIC));
    std::uint64_t a (allocations ());

    contestant& c (contestants_[started.contestant]);
    c.time.push_back ((t - started.time) / block_);
    c.processor_time.push_back ((p - started.processor_time) / block_);
    c.allocations += a - started.allocations;
  }

  void alternation::report (const std::string& counter, std::vector<double> v)
  {
    auto middle (v.begin () + static_cast<std::ptrdiff_t> (v.size () / 2));
    std::nth_element (v.begin (), middle, v.end ());
    state_.counters[counter] = *middle;
  }

  alternation::~alternation ()
  {
    for (contestant& c : contestants_)
    {
      state_.counters[c.name + " allocations"] =
        static_cast<double> (c.allocations) /
        static_cast<double> (c.time.size () * block_);
      report (c.name + " time", std::move (c.time));
      report (c.name + " processor time", std::move (c.processor_time));
    }
  }
}
