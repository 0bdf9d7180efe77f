#ifndef TESTS_BENCHMARK_TABLE_HXX
#define TESTS_BENCHMARK_TABLE_HXX

#include <map>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace benchmarks
{
  // What is compared: per call, the median over the repetitions. Subject and
  // baseline are compared within each of these.
  //
  enum class quantity
  {
    // For what waits, and for what does not: the latter is not made longer by
    // whoever else uses the machine.
    //
    time,
    processor_time,
    allocations,

    // How many of what is shown are done in a millisecond, of the time. More
    // is better, unlike of all others.
    //
    rate,

    // Of memory.
    //
    bytes
  };

  enum class relation
  {
    ratio,
    difference
  };

  // A line of the table. Without a baseline it shows the subject itself, and
  // without a target just how much it is.
  //
  struct comparison
  {
    std::string what;
    std::string benchmark;

    // Contestants of an alternation; the benchmark itself if empty.
    //
    std::string subject;
    std::string baseline;
    benchmarks::quantity quantity = quantity::time;
    benchmarks::relation relation = relation::difference;

    // How many of what is shown are in one iteration.
    //
    double per = 1;

    double target = 0;
  };

  // Adds a line; returns something to be called before main ().
  //
  bool compare (comparison);

  // Takes what all benchmarks measured and prints the table in the end.
  // (Each of them reports a counter "<contestant> <quantity>", in nanoseconds
  // or bytes.)
  //
  class table: public benchmark::BenchmarkReporter
  {
  public:
    bool ReportContext (const Context&) override;
    void ReportRuns (const std::vector<Run>&) override;
    void Finalize () override;

    // Whether it was measured, and its median; of the difference from a
    // baseline, if there is one.
    //
    bool measured (const comparison&) const;
    double median (const comparison&) const;

  private:
    struct summary
    {
      double median;

      // Half of the distance between the quartiles.
      //
      double spread;
    };

    typedef std::vector<double> samples;

    static summary summarise (samples);
    const samples* find (const comparison&, const std::string& name) const;
    samples results (const comparison&) const;
    void print (const comparison&) const;

    std::map<std::string, samples> samples_;
  };
}

#endif // TESTS_BENCHMARK_TABLE_HXX
