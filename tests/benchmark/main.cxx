// Measures what the library costs against doing the same without it, and
// prints a table in Markdown. Takes the options of Google Benchmark; without
// any, repetitions of everything are mixed at random, so that baseline and
// subject see the same machine. With --plots=DIRECTORY it writes plots as
// well.

#include <algorithm>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <tests/benchmark/plots.hxx>
#include <tests/benchmark/table.hxx>

namespace
{
  // Takes the option out of the arguments and returns its value, else an empty
  // one.
  //
  std::string take (std::vector<char*>& arguments, const std::string& option)
  {
    std::string r;

    arguments.erase (
      std::remove_if (arguments.begin (), arguments.end (),
                      [&] (const std::string& a)
                      {
                        if (a.compare (0, option.size (), option) != 0)
                          return false;

                        r = a.substr (option.size ());
                        return true;
                      }),
      arguments.end ());

    return r;
  }
}

int main (int argc, char* argv[])
{
  char repetitions[] = "--benchmark_repetitions=25";
  char interleaving[] = "--benchmark_enable_random_interleaving=true";
  char time[] = "--benchmark_min_time=0.05";

  // Those that are given come later and win.
  //
  std::vector<char*> arguments {argv[0], repetitions, interleaving, time};
  arguments.insert (arguments.end (), argv + 1, argv + argc);
  std::string plots (take (arguments, "--plots="));
  arguments.push_back (nullptr);
  int n (static_cast<int> (arguments.size ()) - 1);

  benchmark::Initialize (&n, arguments.data ());

  if (benchmark::ReportUnrecognizedArguments (n, arguments.data ()))
    return 2;

  benchmarks::table t;
  benchmark::RunSpecifiedBenchmarks (&t);
  benchmark::Shutdown ();

  if (!plots.empty ())
    benchmarks::write_plots (t, plots);
}
