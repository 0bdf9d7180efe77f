#include <tests/fault/outages/report.hxx>

#include <iomanip>
#include <ostream>

namespace outages
{
  namespace
  {
    using std::chrono::milliseconds;

    // What a call may take beyond its budget: others use the machine, too;
    // and it waits for others who compute.
    //
    const milliseconds allowance (540);

    double percent (std::uint64_t part, std::uint64_t all)
    {
      return all == 0
               ? 0
               : 100 * static_cast<double> (part) / static_cast<double> (all);
    }
  }

  void print_head (std::ostream& o, const std::string& policy)
  {
    o << std::left << std::setw (33) << policy << std::right << std::setw (10)
      << "operations" << std::setw (8) << "commits" << std::setw (8)
      << "refused" << std::setw (9) << "unfenced" << std::setw (6) << "stale"
      << std::setw (7) << "unique" << std::setw (11) << "longest ms"
      << std::setw (5) << "slow" << std::setw (9) << "back ms" << std::setw (8)
      << "hits %" << std::setw (9) << "overruns" << std::endl;
  }

  void print (std::ostream& o, const row& r)
  {
    o << std::left << std::setw (33) << r.name << std::right << std::setw (10)
      << r.operations << std::setw (8) << r.commits << std::setw (8)
      << r.refused << std::setw (9) << r.unfenced << std::setw (6) << r.stale
      << std::setw (7) << r.unique << std::setw (11) << r.longest.count ()
      << std::setw (5) << r.slow << std::setw (9) << r.recovery.count ()
      << std::fixed << std::setprecision (1) << std::setw (8)
      << percent (r.hits, r.repeated) << std::setw (9) << r.overruns
      << std::endl;
  }

  std::vector<std::string>
  complaints (const row& r, const odb_alkey::options& o, std::size_t threads)
  {
    std::vector<std::string> c;

    auto require = [&] (bool good, const std::string& otherwise)
    {
      if (!good)
        c.push_back (r.name + ": " + otherwise);
    };

    require (r.stale == 0, "stale values, or such as were never committed");
    if (o.when_unavailable == odb_alkey::when_unavailable::refuse)
      require (r.unfenced == 0, "commits went through without a fence");
    else
      require (r.refused == 0, "commits were refused");

    require (r.longest <= o.budget + allowance + r.stall,
             "a call took " + std::to_string (r.longest.count ()) +
               " ms, with a budget of " + std::to_string (o.budget.count ()) +
               " ms");

    // One or two for each thread that asks when Redis goes, and again when it
    // was back for a moment. Who never gives up makes ten a second.
    //
    std::uint64_t most (5 * threads * r.times);
    most *= static_cast<std::uint64_t> (1 + r.stall.count () / 50);
    require (r.times == 0 || r.slow <= most,
             std::to_string (r.slow) + " calls waited for Redis, of " +
               std::to_string (threads) +
               " threads: after the first nobody should");

    require (r.repeated != 0, "nothing was used twice afterwards");
    require (percent (r.hits, r.repeated) >= 50,
             "fewer than half of the repeated uses hit afterwards");
    return c;
  }
}
