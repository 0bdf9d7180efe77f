#include <tests/fault/stress/report.hxx>

#include <functional>
#include <iomanip>
#include <ostream>

namespace stress
{
  namespace
  {
    struct line
    {
      const char* words;
      count what;
    };

    const line lines[] = {
      {"commits", count::commits},
      {"transactions rolled back", count::rollbacks},
      {"commits refused, Redis gone", count::refused},
      {"writers killed at random", count::killed},
      {"  died before COMMIT", count::died_before_commit},
      {"  died after COMMIT", count::died_after_commit},
      {"processes stopped for a while", count::frozen},
      {"tokens evicted", count::evictions},
      {"tokens lost", count::losses},
      {"connections cut", count::disconnections},
      {"keys", count::keys},
      {"  storable", count::storable},
      {"  in flight", count::in_flight},
      {"values stored", count::stores},
      {"  under unique keys", count::unique_stores},
      {"hits checked", count::hits},
      {"  newer than their keys", count::newer},
      {"repeated uses", count::repeated},
      {"  in flight", count::repeated_in_flight},
      {"  storable", count::repeated_storable},
      {"  hits", count::repeated_hits},
      {"stale hits", count::stale},
      {"hits of what was never committed", count::phantoms},
      {"commits over the fence timeout", count::overruns},
      {"  stale hits not counted for it", count::excluded},
      {"commits without a fence", count::unfenced},
    };

    double percent (std::uint64_t part, std::uint64_t all)
    {
      return all == 0
               ? 0
               : 100 * static_cast<double> (part) / static_cast<double> (all);
    }

    // Of the uses of pages that nobody has written since.
    //
    double hit_rate (const result& r)
    {
      return percent (r[count::repeated_hits], r[count::repeated]);
    }

    // Of those without the ones that meet a commit in flight.
    //
    double storable_rate (const result& r)
    {
      return percent (r[count::repeated_storable],
                      r[count::repeated] - r[count::repeated_in_flight]);
    }

    void row (std::ostream& o, const std::string& words,
              const std::vector<outcome>& v,
              const std::function<double (const outcome&)>& number,
              int digits = 0)
    {
      o << std::left << std::setw (33) << words << std::right << std::fixed
        << std::setprecision (digits);

      for (const outcome& x : v)
        o << std::setw (12) << number (x);

      o << '\n';
    }
  }

  void print (std::ostream& o, const std::vector<outcome>& v)
  {
    o << std::left << std::setw (33) << "";

    for (const outcome& x : v)
      o << std::right << std::setw (12) << x.plan.name;

    o << '\n';
    row (
      o, "seconds", v,
      [] (const outcome& x)
      { return static_cast<double> (x.result.took.count ()) / 1000; },
      1);

    for (const line& l : lines)
      row (o, l.words, v,
           [&l] (const outcome& x)
           { return static_cast<double> (x.result[l.what]); });

    row (
      o, "hits of repeated uses, %", v,
      [] (const outcome& x) { return hit_rate (x.result); }, 1);
    row (
      o, "storable unless in flight, %", v,
      [] (const outcome& x) { return storable_rate (x.result); }, 1);
    row (
      o, "longest commit, ms", v,
      [] (const outcome& x) {
        return static_cast<double> (x.result.longest_commit.count ()) / 1000;
      },
      1);
  }

  std::vector<std::string> complaints (const outcome& x)
  {
    std::vector<std::string> c (x.result.trouble);
    const result& r (x.result);

    auto require = [&c] (bool good, const std::string& otherwise)
    {
      if (!good)
        c.push_back (otherwise);
    };

    if (!x.plan.whole ())
    {
      require (r[count::stale] != 0,
               "no stale value was found although a rule is switched off: "
               "this test cannot see");
      return c;
    }

    require (r[count::stale] == 0, "stale values were found");
    require (r[count::phantoms] == 0,
             "values were found that were never committed");
    require (r[count::unfenced] == 0, "commits went through without a fence");
    require (hit_rate (r) >= 50,
             "fewer than half of the repeated uses hit: this proves nothing");
    require (percent (r[count::hits], r[count::keys]) >= 15,
             "fewer than 15 % of all uses hit, writes included: this proves "
             "nothing");
    require (storable_rate (r) >= 90,
             "fewer than 90 % of the repeated uses without a commit in flight "
             "are storable: this proves nothing");
    return c;
  }
}
