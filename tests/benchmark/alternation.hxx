#ifndef TESTS_BENCHMARK_ALTERNATION_HXX
#define TESTS_BENCHMARK_ALTERNATION_HXX

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
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
  // Each turn is a block of so many calls. Reports, as counters of the
  // benchmark, the median over the turns: what was interrupted does not count.
  // Where a block is one call, a part of it may be measured as well, by a call
  // of measure () within.
  //
  class alternation
  {
  public:
    alternation (benchmark::State&, unsigned block);
    ~alternation ();

    alternation (const alternation&) = delete;
    alternation& operator= (const alternation&) = delete;

    template <typename F>
    void measure (const char* name, F f)
    {
      turn t (begin (name));

      for (unsigned i (0); i != block_; ++i)
        f ();

      end (t);
    }

  private:
    struct contestant
    {
      std::string name;
      std::vector<double> time;
      std::vector<double> processor_time;
      std::uint64_t allocations;
    };

    struct turn
    {
      std::size_t contestant;
      std::uint64_t allocations;
      double time;
      double processor_time;
    };

    turn begin (const char* name);
    void end (const turn&);
    void report (const std::string& counter, std::vector<double>);

    benchmark::State& state_;
    const unsigned block_;
    std::vector<contestant> contestants_;
  };
}

#endif // TESTS_BENCHMARK_ALTERNATION_HXX
