#include <tests/benchmark/alternation.hxx>

#include <algorithm>

#include <tests/benchmark/allocations.hxx>

namespace benchmarks
{
  namespace
  {
    double nanoseconds (clockid_t clock)
    {
      timespec t;
      clock_gettime (clock, &t);
      return static_cast<double> (t.tv_sec) * 1e9 +
             static_cast<double> (t.tv_nsec);
    }

    double median (std::vector<double>& v)
    {
      auto middle (v.begin () + static_cast<std::ptrdiff_t> (v.size () / 2));
      std::nth_element (v.begin (), middle, v.end ());
      return *middle;
    }
  }

  // The processor's time is read last, and first in the end, so that it holds
  // nothing of the rest.
  //
  alternation::turn alternation::begin () const
  {
    return turn {static_cast<double> (allocations ()),
                 nanoseconds (CLOCK_MONOTONIC), nanoseconds (processor_time_)};
  }

  void alternation::end (turns& t, const turn& began) const
  {
    double p (nanoseconds (processor_time_));
    double n (nanoseconds (CLOCK_MONOTONIC));
    t.allocations += static_cast<double> (allocations ()) - began.allocations;
    t.processor_time.push_back ((p - began.processor_time) / block_);
    t.time.push_back ((n - began.time) / block_);
  }

  alternation::~alternation ()
  {
    for (auto& c : contestants_)
    {
      turns& t (c.second);
      state_.counters[c.first + " allocations"] =
        t.allocations / (static_cast<double> (t.time.size ()) * block_);
      state_.counters[c.first + " time"] = median (t.time);
      state_.counters[c.first + " processor time"] = median (t.processor_time);
    }
  }
}
