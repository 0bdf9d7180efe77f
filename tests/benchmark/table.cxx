#include <tests/benchmark/table.hxx>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <utility>

namespace benchmarks
{
  namespace
  {
    std::vector<comparison>& comparisons ()
    {
      static std::vector<comparison> v;
      return v;
    }

    std::string number (double n, const char* format)
    {
      char buffer[40];
      std::snprintf (buffer, sizeof (buffer), format, n);
      return buffer;
    }

    std::string amount (double n, quantity q)
    {
      switch (q)
      {
      case quantity::allocations:
        return number (n, "%.1f");
      case quantity::rate:
        return number (n, "%.1f / ms");
      case quantity::bytes:
        return number (n, "%.1f B");
      case quantity::time:
      case quantity::processor_time:
        break;
      }

      return n >= 1e7 || n <= -1e7       ? number (n / 1e6, "%.1f ms")
             : n >= 10000 || n <= -10000 ? number (n / 1000, "%.1f us")
                                         : number (n, "%.1f ns");
    }

    const char* name_of (quantity q)
    {
      switch (q)
      {
      case quantity::time:
      case quantity::rate:
        return "time";
      case quantity::processor_time:
        return "processor time";
      case quantity::bytes:
        return "bytes";
      case quantity::allocations:
        break;
      }

      return "allocations";
    }

    // A sample as it is shown.
    //
    double shown_value (const comparison& c, double sample)
    {
      return c.quantity == quantity::rate ? c.per * 1e6 / sample
                                          : sample / c.per;
    }

    // Why a run failed, or null. Google Benchmark 1.8 has other names for it
    // than 1.7: that of these two is taken whose names are there.
    //
    template <typename R>
    auto failure (const R& r, int) -> decltype (&r.error_message)
    {
      return r.error_occurred ? &r.error_message : nullptr;
    }

    template <typename R>
    auto failure (const R& r, long) -> decltype (&r.skip_message)
    {
      return r.skipped ? &r.skip_message : nullptr;
    }

    // In an ordered range.
    //
    double quantile (const std::vector<double>& v, double q)
    {
      double at (q * static_cast<double> (v.size () - 1));
      std::size_t i (static_cast<std::size_t> (at));
      std::size_t j (std::min (i + 1, v.size () - 1));
      return v[i] + (v[j] - v[i]) * (at - static_cast<double> (i));
    }
  }

  bool compare (comparison c)
  {
    comparisons ().push_back (std::move (c));
    return true;
  }

  bool table::ReportContext (const Context& c)
  {
    PrintBasicContext (&std::cerr, c);
    return true;
  }

  void table::ReportRuns (const std::vector<Run>& runs)
  {
    for (const Run& r : runs)
    {
      std::string name (r.run_name.function_name);

      if (!r.run_name.args.empty ())
        name += '/' + r.run_name.args;

      const std::string* failed (failure (r, 0));

      if (failed != nullptr)
        std::cerr << name << ": " << *failed << '\n';

      if (failed != nullptr || r.run_type != Run::RT_Iteration)
        continue;

      double n (static_cast<double> (r.iterations));

      samples_[name + " time"].push_back (r.real_accumulated_time * 1e9 / n);
      samples_[name + " processor time"].push_back (r.cpu_accumulated_time *
                                                    1e9 / n);

      for (const auto& c : r.counters)
        samples_[name + ' ' + c.first].push_back (c.second.value);
    }
  }

  table::summary table::summarise (samples v)
  {
    std::sort (v.begin (), v.end ());
    return summary {quantile (v, 0.5),
                    (quantile (v, 0.75) - quantile (v, 0.25)) / 2};
  }

  const table::samples* table::find (const comparison& c,
                                     const std::string& name) const
  {
    auto i (samples_.find (c.benchmark + (name.empty () ? "" : ' ' + name) +
                           ' ' + name_of (c.quantity)));
    return i != samples_.end () ? &i->second : nullptr;
  }

  table::samples table::results (const comparison& c) const
  {
    const samples& subject (*find (c, c.subject));
    const samples* baseline (c.baseline.empty () ? nullptr
                                                 : find (c, c.baseline));
    samples r;

    for (std::size_t i (0); i != subject.size (); ++i)
    {
      double s (shown_value (c, subject[i]));
      double b (baseline != nullptr ? shown_value (c, (*baseline)[i]) : 0);
      r.push_back (c.relation == relation::ratio ? s / b : s - b);
    }

    return r;
  }

  bool table::measured (const comparison& c) const
  {
    return find (c, c.subject) != nullptr;
  }

  double table::median (const comparison& c) const
  {
    return summarise (results (c)).median;
  }

  void table::print (const comparison& c) const
  {
    // Left out by --benchmark_filter.
    //
    if (!measured (c))
      return;

    auto shown = [&c] (double r)
    {
      return c.relation == relation::ratio ? number (r, "%.2f")
                                           : amount (r, c.quantity);
    };

    auto median_of = [&] (const std::string& name)
    {
      return amount (shown_value (c, summarise (*find (c, name)).median),
                     c.quantity);
    };

    summary result (summarise (results (c)));

    std::cout << "| " << c.what << " | "
              << (c.baseline.empty () ? "" : median_of (c.baseline)) << " | "
              << median_of (c.subject) << " | " << shown (result.median)
              << " ± " << shown (result.spread) << " | ";

    bool more (c.quantity == quantity::rate);

    if (c.target != 0)
      std::cout << (more ? "at least " : "") << shown (c.target) << " | "
                << ((more ? result.median >= c.target
                          : result.median <= c.target)
                      ? "yes"
                      : "no")
                << " |\n";
    else
      std::cout << "| |\n";
  }

  void table::Finalize ()
  {
    std::cout << "| | baseline | measured | ratio or difference | to reach "
                 "| reached |\n"
              << "|---|---:|---:|---:|---:|---|\n";

    for (const comparison& c : comparisons ())
      print (c);
  }
}
