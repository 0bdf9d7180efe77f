#ifndef TESTS_BENCHMARK_ALTERNATION_HXX
#define TESTS_BENCHMARK_ALTERNATION_HXX

#include <ctime>

#include <map>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace benchmarks
{
  // Measures several ways of doing something by turns, so that each of them
  // meets the machine as the others do: its load, its clock, and on which
  // processor the server happens to run.
  //
  //   alternation a (state, 16);
  //
  //   for (auto _ : state)
  //   {
  //     a.measure ("raw", [&] { … });
  //     a.measure ("key", [&] { … });
  //   }
  //
  // Each turn is a block of so many calls. Reports counters of the benchmark,
  // each for one call: "raw time" and "raw processor time", in nanoseconds,
  // are medians over the turns, so that one that was interrupted does not
  // count; "raw allocations" is their mean. Where a block is one call, a part
  // of it may be measured as well, by a call of measure () within.
  //
  // The processor time is that of the thread, or by another clock: that of the
  // process counts all of its threads.
  //
  class alternation
  {
  public:
    alternation (benchmark::State& s, unsigned block,
                 clockid_t processor_time = CLOCK_THREAD_CPUTIME_ID)
        : state_ (s), block_ (block), processor_time_ (processor_time)
    {
    }

    ~alternation ();

    alternation (const alternation&) = delete;
    alternation& operator= (const alternation&) = delete;

    template <typename F>
    void measure (const char* name, F f)
    {
      turns& t (contestants_[name]);
      turn began (begin ());

      for (unsigned i (0); i != block_; ++i)
        f ();

      end (t, began);
    }

  private:
    struct turn
    {
      double allocations;
      double time;
      double processor_time;
    };

    struct turns
    {
      std::vector<double> time;
      std::vector<double> processor_time;
      double allocations = 0;
    };

    turn begin () const;
    void end (turns&, const turn& began) const;

    benchmark::State& state_;
    const unsigned block_;
    const clockid_t processor_time_;
    std::map<std::string, turns> contestants_;
  };
}

#endif // TESTS_BENCHMARK_ALTERNATION_HXX
