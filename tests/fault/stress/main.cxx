// Writers that are killed at random and readers that cache, by keys or by
// fetching, each a process of its own. All that is found in the cache is
// compared with what was committed when its key was made or the fetch began;
// with rules of the protocol switched off, stale values must be found, or this
// test could not see them.
//
//   stress [--seconds N] [--only RUN]
//
// --seconds is the time of each run with the whole protocol. RUN is protocol,
// near or near-longest, where keys are made without asking for 5 or 50 ms, or
// clocks-10, where the clocks of readers are wrong by 10 per cent; or, with
// rules switched off, no-fences, no-stamps or neither, where nobody fetches,
// and no-fences-fetch, no-stamps-fetch, no-lease-waits, leases-in-flight or
// clocks-60, which are too wrong, where everybody does. The environment
// variable SEED repeats the random decisions of a run, though not what the
// system makes of them.

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include <tests/fault/stress/run.hxx>
#include <tests/fault/support/program.hxx>

namespace
{
  using std::chrono::milliseconds;
  using stress::count;
  using stress::result;
  using workload::decimal;
  using workload::percent;

  const char* const words[] = {
#define COUNT(name, words) words,
#include <tests/fault/support/counts.def>
#undef COUNT
  };

  // The share of hits among uses of pages that nobody has written since.
  //
  double hit_rate (const result& r)
  {
    return percent (r[count::repeated_hits], r[count::repeated]);
  }

  double fetch_rate (const result& r)
  {
    return percent (r[count::fetch_repeated_found], r[count::fetch_repeated]);
  }

  // The share of storable keys among these, without those that met a commit in
  // flight.
  //
  double storable_rate (const result& r)
  {
    return percent (r[count::repeated_storable],
                    r[count::repeated] - r[count::repeated_in_flight]);
  }

  // A column for each run.
  //
  void print (const workload::report& p, const std::vector<result>& all)
  {
    auto line = [&] (const std::string& name, auto cell)
    {
      std::vector<std::string> cells;

      for (const result& x : all)
        cells.push_back (cell (x));

      p.line (name, cells);
    };

    auto number = [&] (const std::string& name, auto of)
    {
      line (name, [&] (const result& x)
            { return decimal (static_cast<double> (of (x))); });
    };

    line ("", [] (const result& x) { return x.plan.name; });
    number ("seconds", [] (const result& r)
            { return static_cast<double> (r.took.count ()) / 1000; });

    for (std::size_t i (0); i != static_cast<std::size_t> (count::size); ++i)
      line (words[i],
            [i] (const result& x) { return std::to_string (x.counts[i]); });

    number ("hits of repeated uses, %", hit_rate);
    number ("storable unless in flight, %", storable_rate);
    number ("found of repeated fetches, %", fetch_rate);
    number ("longest commit, ms",
            [] (const result& r) {
              return static_cast<double> (r.longest_commit.count ()) / 1000;
            });
  }

  void judge (workload::report& p, const result& r)
  {
    auto require = [&] (bool good, const std::string& otherwise)
    {
      p.require (good, r.plan.name + ": " + otherwise);
    };

    require (r.failure.empty (), r.failure);

    if (!r.plan.whole ())
    {
      require (r[r.plan.expected ()] != 0,
               "no stale value was found although a rule is broken: "
               "this test cannot see");
      return;
    }

    require (r[count::stale] == 0, "stale values were found");
    require (r[count::phantoms] == 0,
             "values were found that were never committed");
    require (r[count::unfenced] == 0, "commits went through without a fence");
    require (r[count::fetch_stale] == 0, "stale values were fetched");
    require (r[count::fetch_phantoms] == 0,
             "values were fetched that were never committed");
    require (r[count::fetch_mixed_up] == 0,
             "a call returned something else than what it computed");
    require (r[count::fetch_set_back] == 0,
             "a value took the place of a newer one");

    // Beyond that, enough must have been tried.
    //
    auto prove = [&] (bool good, const std::string& otherwise)
    {
      require (good, otherwise + ": this proves nothing");
    };

    prove (hit_rate (r) >= 50, "fewer than half of the repeated uses hit");
    prove (storable_rate (r) >= 90,
           "fewer than 90 % of the repeated uses without a commit in flight "
           "are storable");
    prove (fetch_rate (r) >= 50,
           "fewer than half of the repeated fetches found something");

    // The run goes on for them up to three times as long. A machine that is
    // too slow even so has proved less, but not nothing.
    //
    for (const stress::needed& n : r.plan.needs ())
      prove (r[n.what] >= n.least / 5,
             "fewer than " + std::to_string (n.least / 5) + " of '" +
               words[static_cast<int> (n.what)] + "'");
  }

  bool run_all (const workload::arguments& a)
  {
    // Those with rules switched off end much sooner.
    //
    const std::chrono::seconds limit (20);
    const std::chrono::seconds time (a.number ("--seconds"));
    const milliseconds far (0), near (5), nearest (50);
    odb_alkey::tokens::faults whole, no_fences, no_stamps, neither, no_waits,
      in_flight;
    no_fences.no_fences = neither.no_fences = true;
    no_stamps.no_stamps = neither.no_stamps = true;
    no_waits.no_lease_waits = true;
    in_flight.leases_in_flight = true;

    // Some fence early, as with a database that is not in the process.
    //
    odb_alkey::tokens::faults early;
    early.early_in_process = true;

    const stress::plan plans[] = {
      {"protocol", early, time, true, true, far, 0},
      {"no-fences", no_fences, limit, true, false, far, 0},
      {"no-stamps", no_stamps, limit, true, false, far, 0},
      {"neither", neither, limit, true, false, far, 0},
      {"no-fences-fetch", no_fences, limit, false, true, far, 0},
      {"no-stamps-fetch", no_stamps, limit, false, true, far, 0},
      {"near", early, time / 2, true, true, near, 0},
      {"near-longest", whole, time / 2, true, true, nearest, 0},
      {"clocks-10", whole, time / 4, true, true, nearest, 10},
      {"clocks-60", whole, limit, false, true, nearest, 60},
      {"no-lease-waits", no_waits, limit, false, true, nearest, 0},
      {"leases-in-flight", in_flight, limit, false, true, nearest, 0}};

    std::vector<result> all;

    for (const stress::plan& p : plans)
      if (a["--only"].empty () || a["--only"] == p.name)
        all.push_back (stress::carry_out (p, a.seed));

    if (all.empty ())
      throw std::runtime_error ("there is no run called " + a["--only"]);

    workload::report p (16);
    print (p, all);

    for (const result& r : all)
      judge (p, r);

    return p.finish ();
  }
}

int main (int argc, char* argv[])
{
  return workload::run (argc, argv, {{"--seconds", "20"}, {"--only", ""}},
                        run_all);
}
