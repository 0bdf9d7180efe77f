// Measures what the library costs against doing the same without it, and
// prints a table in Markdown. Takes the options of Google Benchmark; without
// any, repetitions of everything are mixed at random, so that baseline and
// subject see the same machine.

#include <vector>

#include <benchmark/benchmark.h>

#include <tests/benchmark/table.hxx>

int main (int argc, char* argv[])
{
  char repetitions[] = "--benchmark_repetitions=25";
  char interleaving[] = "--benchmark_enable_random_interleaving=true";
  char time[] = "--benchmark_min_time=0.05";

  // Those that are given come later and win.
  //
  std::vector<char*> arguments {argv[0], repetitions, interleaving, time};
  arguments.insert (arguments.end (), argv + 1, argv + argc);
  arguments.push_back (nullptr);
  int n (static_cast<int> (arguments.size ()) - 1);

  benchmark::Initialize (&n, arguments.data ());

  if (benchmark::ReportUnrecognizedArguments (n, arguments.data ()))
    return 2;

  benchmarks::table t;
  benchmark::RunSpecifiedBenchmarks (&t);
  benchmark::Shutdown ();
}
