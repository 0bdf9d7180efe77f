#include <tests/benchmark/plots.hxx>

#include <fstream>
#include <iostream>
#include <stdexcept>

#include <tests/benchmark/plot.hxx>

namespace benchmarks
{
  namespace
  {
    // Distinct also for who does not see colours well.
    //
    const char blue[] = "#0072b2";
    const char orange[] = "#d55e00";
    const char grey[] = "#777777";

    // A contestant of a benchmark over its argument, less a baseline if there
    // is one.
    //
    series measured (const table& t, const std::string& name,
                     const std::string& colour, bool dashed,
                     const std::string& benchmark, const std::string& subject,
                     const std::string& baseline, double unit)
    {
      series s {name, colour, dashed, {}};

      for (unsigned n : {1u, 3u, 10u, 30u, 100u, 300u, 1000u, 10000u})
      {
        comparison c;
        c.benchmark = benchmark + '/' + std::to_string (n);
        c.subject = subject;
        c.baseline = baseline;

        if (t.measured (c))
          s.points.emplace_back (n, t.median (c) / unit);
      }

      return s;
    }

    void write (const plot& p, const std::string& file)
    {
      for (const series& s : p.series)
        if (s.points.empty ())
        {
          std::cerr << file << ": nothing was measured for \"" << s.name
                    << "\"\n";
          return;
        }

      std::ofstream f (file);
      f << p.svg ();
      f.close ();

      if (!f)
        throw std::runtime_error ("cannot write " + file);
    }
  }

  void write_plots (const table& t, const std::string& directory)
  {
    auto key = [&] (const std::string& name, const std::string& colour,
                    bool dashed, const std::string& by)
    {
      return measured (t, name, colour, dashed, "key/" + by,
                       dashed ? "raw" : "key", "", 1e3);
    };

    write (
      {"Latency of a key",
       "objects in the key",
       "latency, µs",
       {key ("cache_key over TCP", orange, false, "tcp"),
        key ("hiredis MGET over TCP", orange, true, "tcp"),
        key ("cache_key over a unix socket", blue, false, "unix_socket"),
        key ("hiredis MGET over a unix socket", blue, true, "unix_socket")}},
      directory + "/keys.svg");

    auto updates = [&] (const std::string& name, const std::string& colour,
                        const std::string& subject)
    {
      bool plain (subject == "plain");
      return measured (t, name, colour, plain, "updates", subject,
                       plain ? "" : "plain", 1e6);
    };

    write ({"Latency that tracking adds to a transaction",
            "objects that it updates",
            "latency, ms",
            {updates ("added, back to back", orange, "busy"),
             updates ("added, Redis idle before", blue, "idle"),
             updates ("plain ODB alone, SQLite", grey, "plain")}},
           directory + "/commits.svg");
  }
}
