// Processes that write and cache, as in the stress test, while Redis is lost
// in every way that it can be: killed and stopped at each step of a commit,
// restarted with and without its data, flushed, full, replaced, out of reach.
// Nothing that is found may be older than its key; nobody may throw, nor wait
// for longer than the budget; and everything must be as before afterwards.
//
//   outages [--policy refuse|proceed] [--only TEXT] [--times N]
//
// The policy is refuse where none is given. --only is for the faults whose
// names contain it; --times goes through them so often. The environment
// variable SEED repeats the random decisions of a run, though not what the
// system makes of them.

#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include <tests/fault/outages/faults.hxx>
#include <tests/fault/outages/full.hxx>
#include <tests/fault/outages/leaks.hxx>
#include <tests/fault/outages/round.hxx>
#include <tests/fault/support/program.hxx>
#include <tests/support/redis-setup.hxx>

namespace
{
  using namespace outages;
  using std::chrono::milliseconds;
  using workload::style;

  const unsigned writers (3);

  // A call may take so much beyond its budget: others use the machine, too;
  // and it waits for others who compute.
  //
  const milliseconds allowance (540);

  // Long enough for what Redis loses to be noticed, and short enough for a
  // test that loses it all the time.
  //
  odb_alkey::options limits (const std::string& policy)
  {
    odb_alkey::options o;
    o.connect_timeout = milliseconds (100);
    o.command_timeout = milliseconds (100);
    o.budget = milliseconds (250);
    o.max_connections = 4;
    o.fence_timeout = milliseconds (300);
    o.when_unavailable = policy == "refuse"
                           ? odb_alkey::when_unavailable::refuse
                           : odb_alkey::when_unavailable::proceed;
    return o;
  }

  void print (const workload::report& p, const fault& f, const row& r)
  {
    std::vector<std::string> cells;

    for (row::column c :
         {row::operations, row::commits, row::refused, row::unfenced,
          row::stale, row::unique, row::slow, row::overruns})
      cells.push_back (std::to_string (r[c]));

    cells.push_back (std::to_string (r.longest.count ()));
    cells.push_back (std::to_string (r.recovery.count ()));
    cells.push_back (
      workload::decimal (workload::percent (r[row::hits], r[row::repeated])));
    p.line (f.name, cells);
  }

  void judge (workload::report& p, const fault& f, const row& r,
              workload::crew& c)
  {
    const odb_alkey::options& o (c.given ().options);

    auto require = [&] (bool good, const std::string& otherwise)
    {
      p.require (good, f.name + ": " + otherwise);
    };

    require (r[row::stale] == 0,
             "stale values, or such as were never committed");

    if (o.when_unavailable == odb_alkey::when_unavailable::refuse)
      require (r[row::unfenced] == 0, "commits went through without a fence");
    else
      require (r[row::refused] == 0, "commits were refused");

    require (r.longest <= o.budget + allowance + r.stall,
             "a call took " + std::to_string (r.longest.count ()) +
               " ms, with a budget of " + std::to_string (o.budget.count ()) +
               " ms");

    // One or two for each thread that asks when Redis goes, and again when it
    // was back for a moment. Who never gives up makes ten a second.
    //
    std::uint64_t most (5 * c.threads () * f.times);
    most *= static_cast<std::uint64_t> (1 + r.stall.count () / 50);
    require (f.times == 0 || r[row::slow] <= most,
             std::to_string (r[row::slow]) + " calls waited for Redis, of " +
               std::to_string (c.threads ()) +
               " threads: after the first nobody should");

    require (r[row::repeated] != 0, "nothing was used twice afterwards");
    require (2 * r[row::hits] >= r[row::repeated],
             "fewer than half of the repeated uses hit afterwards");
  }

  // Pages that the processes keep by keys themselves are in another Redis,
  // which nothing happens to.
  //
  void rehearse (workload::report& p, const std::vector<fault>& wanted,
                 site::kind k, const workload::arguments& a)
  {
    redis_server cache;
    site s (k);
    workload::crew c (limits (a["--policy"]), cache.url (), a.seed);
    c.board ().slow =
      std::chrono::microseconds (c.given ().options.command_timeout).count () *
      9 / 10;

    for (unsigned n (0); n != writers; ++n)
      c.add_writer (n % 2 == 0 ? style::fetch : style::find_and_store);

    c.add_reader (style::find_and_store);
    c.add_reader (style::fetch);
    s.open ();
    c.begin (s.url ());
    await_settled (c);
    leaks l (c.pids ());

    // A fail-over is not undone.
    //
    unsigned times (k == site::kind::proxied ? a.number ("--times") : 1);

    for (unsigned n (0); n != times; ++n)
      for (const fault& f : wanted)
      {
        row r (go_through (f, s, c));
        print (p, f, r);
        judge (p, f, r, c);
      }

    // This process asks, too; the sentinels do, and the replica that came
    // back.
    //
    std::size_t most (c.given ().options.max_connections);
    std::size_t others (s.has_network () ? 2 : 12);
    std::size_t clients (
      std::stoul (tests::info (s.redis (), "clients", "connected_clients")));

    l.look (p, most);
    p.require (clients <= c.pids ().size () * most + others,
               std::to_string (clients) + " connections are open to Redis");
    std::cout << c.pids ().size () << " processes, " << clients
              << " connections left open, memory grew by at most "
              << l.megabytes () << " MB" << std::endl;
    c.end ();
  }

  bool run (const workload::arguments& a)
  {
    survive_full_disk ();
    workload::report p (11);
    bool any (false);

    if (a["--policy"] != "refuse" && a["--policy"] != "proceed")
      throw std::runtime_error ("--policy is refuse or proceed");

    p.line (a["--policy"],
            {"operations", "commits", "refused", "unfenced", "stale", "unique",
             "slow", "overruns", "longest ms", "back ms", "hits %"});

    for (site::kind k : {site::kind::proxied, site::kind::sentinels})
    {
      std::vector<fault> wanted;

      for (const fault& f : faults (k, a.seed))
        if (f.name.find (a["--only"]) != std::string::npos)
          wanted.push_back (f);

      if (!wanted.empty ())
        rehearse (p, wanted, k, a);

      any = any || !wanted.empty ();
    }

    if (!any)
      throw std::runtime_error ("no fault is called " + a["--only"]);

    return p.finish ();
  }
}

int main (int argc, char* argv[])
{
  return workload::run (
    argc, argv, {{"--policy", "refuse"}, {"--only", ""}, {"--times", "1"}},
    run);
}
