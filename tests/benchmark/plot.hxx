#ifndef TESTS_BENCHMARK_PLOT_HXX
#define TESTS_BENCHMARK_PLOT_HXX

#include <string>
#include <utility>
#include <vector>

namespace benchmarks
{
  // A line of a plot: points in the order of x. On logarithmic axes nothing
  // that is not positive has a place, and it is left out.
  //
  struct series
  {
    std::string name;
    std::string colour;
    bool dashed;
    std::vector<std::pair<double, double>> points;
  };

  // Lines over two logarithmic axes, as an SVG document on white.
  //
  //   plot p {"Latency", "objects", "µs", {{"raw", "#d55e00", true, {…}}}};
  //   file << p.svg ();
  //
  struct plot
  {
    std::string title;
    std::string x;
    std::string y;
    std::vector<benchmarks::series> series;

    std::string svg () const;
  };
}

#endif // TESTS_BENCHMARK_PLOT_HXX
