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
      {"values fetched", count::fetches},
      {"  computed", count::fetch_computed},
      {"    older than their calls", count::fetch_computed_old},
      {"  given up", count::fetch_gave_up},
      {"  found and checked", count::fetch_found},
      {"    by arguments", count::fetch_by_arguments},
      {"    by a key made earlier", count::fetch_by_key},
      {"    many at once", count::fetch_many},
      {"    in an open transaction", count::fetch_in_transaction},
      {"    made by another thread", count::fetch_flights},
      {"    made by another process", count::fetch_leases},
      {"    newer than their calls", count::fetch_newer},
      {"  previous, marked", count::fetch_previous},
      {"    older than their calls", count::fetch_previous_old},
      {"fetches that waited", count::fetch_waits},
      {"fetched values stored", count::fetch_stores},
      {"  refused", count::fetch_refused},
      {"repeated fetches", count::fetch_repeated},
      {"  found", count::fetch_repeated_found},
      {"stale fetches", count::fetch_stale},
      {"fetches of what was never there", count::fetch_phantoms},
      {"fetches of something else", count::fetch_mixed_up},
      {"fetched values set back", count::fetch_set_back},
      {"commits over the fence timeout", count::overruns},
      {"  stale hits not counted for it", count::excluded},
      {"commits without a fence", count::unfenced},
    };

    const line fetched_in_every_way[] = {
      {"computed", count::fetch_computed},
      {"computed of old objects", count::fetch_computed_old},
      {"given up", count::fetch_gave_up},
      {"found by arguments", count::fetch_by_arguments},
      {"found by a key made earlier", count::fetch_by_key},
      {"found with many at once", count::fetch_many},
      {"found in an open transaction", count::fetch_in_transaction},
      {"waiting", count::fetch_waits},
      {"found as another thread had made it", count::fetch_flights},
      {"found as another process had made it", count::fetch_leases},
      {"previous", count::fetch_previous_old},
      {"too late to store", count::fetch_refused},
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

    double fetch_rate (const result& r)
    {
      return percent (r[count::fetch_repeated_found],
                      r[count::fetch_repeated]);
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
        o << std::setw (16) << number (x);

      o << '\n';
    }
  }

  void print (std::ostream& o, const std::vector<outcome>& v)
  {
    o << std::left << std::setw (33) << "";

    for (const outcome& x : v)
      o << std::right << std::setw (16) << x.plan.name;

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
      o, "found of repeated fetches, %", v,
      [] (const outcome& x) { return fetch_rate (x.result); }, 1);
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
      require (r[x.plan.expected ()] != 0,
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

    // How many of all uses hit depends on how fast the machine writes; that
    // many of them were checked does not.
    //
    require (r[count::hits] >= 1000,
             "fewer than 1000 hits were checked: this proves nothing");
    require (storable_rate (r) >= 90,
             "fewer than 90 % of the repeated uses without a commit in flight "
             "are storable: this proves nothing");
    require (r[count::fetch_stale] == 0, "stale values were fetched");
    require (r[count::fetch_phantoms] == 0,
             "values were fetched that were never committed");
    require (r[count::fetch_mixed_up] == 0,
             "a call returned something else than what it computed");
    require (r[count::fetch_set_back] == 0,
             "a value took the place of a newer one");
    require (fetch_rate (r) >= 50,
             "fewer than half of the repeated fetches found something: this "
             "proves nothing");

    for (const line& l : fetched_in_every_way)
      require (r[l.what] >= 10, std::string ("fewer than 10 fetches were ") +
                                  l.words + ": this proves nothing");

    return c;
  }
}
