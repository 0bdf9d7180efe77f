// Processes that write and cache, as in the stress test, while Redis is lost
// in every way that it can be: killed and stopped at each step of a commit,
// restarted with and without its data, flushed, full, replaced, out of reach;
// and while a cluster loses nodes, replaces them, and moves slots.
// Nothing that is found may be older than its key; nobody may throw, nor wait
// for longer than the budget; and everything must be as before afterwards.
//
//   outages [--policy refuse|proceed] [--redis server|cluster] [--near MS]
//           [--only TEXT]
//
// The policy is refuse where none is given, and Redis is first a server, then
// a cluster. With --near the tables are near for so many milliseconds, and
// readers are stopped at any time. --only is for the faults whose names
// contain it. The environment variable SEED repeats the random decisions of a
// run, though not what the system makes of them.

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <dirent.h>
#include <signal.h>
#include <unistd.h>

#include <tests/fault/outages/faults.hxx>
#include <tests/fault/outages/round.hxx>
#include <tests/fault/support/program.hxx>
#include <tests/support/redis-setup.hxx>

namespace
{
  using namespace outages;
  using std::chrono::milliseconds;
  using workload::style;

  const unsigned writers (3);
  const unsigned attempts (3);

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
          row::stale, row::unique, row::slow, row::overruns, row::near_keys,
          row::near_values, row::lease_waits})
      cells.push_back (std::to_string (r[c]));

    cells.push_back (std::to_string (r.longest.count ()));
    cells.push_back (std::to_string (r.recovery.count ()));
    cells.push_back (
      workload::decimal (workload::percent (r[row::hits], r[row::repeated])));
    p.line (f.name, cells);
  }

  void judge (workload::report& p, const fault& f, const row& r,
              const odb_alkey::options& o)
  {
    p.require (r[row::stale] == 0,
               f.name + ": stale values, or such as were never committed");

    if (o.when_unavailable == odb_alkey::when_unavailable::refuse)
      p.require (r[row::unfenced] == 0,
                 f.name + ": commits went through without a fence");
    else
      p.require (r[row::refused] == 0, f.name + ": commits were refused");
  }

  // Complaints of what a busy machine may do, too, but not each time.
  //
  std::vector<std::string> too_slow (const fault& f, const row& r,
                                     workload::crew& c)
  {
    std::vector<std::string> v;
    milliseconds budget (c.given ().options.budget);

    auto require = [&] (bool good, const std::string& otherwise)
    {
      if (!good)
        v.push_back (f.name + ": " + otherwise);
    };

    require (r.longest <= budget + allowance + r.stall,
             "a call took " + std::to_string (r.longest.count ()) +
               " ms, with a budget of " + std::to_string (budget.count ()) +
               " ms");

    // One or two for each thread that asks when Redis goes, and again when it
    // was back for a moment. One that never gives up makes ten a second.
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
    return v;
  }

  // A heap that was used to the full by a burst keeps its size; one of a
  // sanitizer, whatever was freed.
  //
#ifdef __has_feature
  #define FEATURE(name) __has_feature (name)
#else
  #define FEATURE(name) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) ||          \
  FEATURE(address_sanitizer) || FEATURE(thread_sanitizer)
  const std::size_t megabytes_more (100000);
#else
  const std::size_t megabytes_more (24);
#endif

  // The files of connections to the database, which has a pool of its own.
  //
  const std::size_t files_more (9);

  // The names are those of what a process uses of the system.
  //
  typedef std::map<std::string, std::size_t> usage;

  usage usage_of (pid_t pid)
  {
    const std::string directory ("/proc/" + std::to_string (pid));
    std::size_t all (0);
    std::size_t resident (0);
    std::ifstream (directory + "/statm") >> all >> resident;

    auto entries = [&] (const char* of)
    {
      DIR* d (opendir ((directory + of).c_str ()));
      std::size_t n (0);

      for (dirent* e; d != nullptr && (e = readdir (d)) != nullptr;)
        n += e->d_name[0] != '.' ? 1 : 0;

      if (d != nullptr)
        closedir (d);

      return n;
    };

    return {{"megabytes",
             resident * std::size_t (sysconf (_SC_PAGESIZE)) / (1024 * 1024)},
            {"threads", entries ("/task")},
            {"descriptors", entries ("/fd")}};
  }

  // How many of a process may lead to the same server: in a cluster, that for
  // the tokens and that for values.
  //
  std::size_t pools (site& s)
  {
    return s.is_cluster () ? 2 : 1;
  }

  // Looks for processes that use more than before by more than they may:
  // threads that wait for Redis, and their connections.
  //
  void judge_usages (workload::report& p, workload::crew& c,
                     const std::vector<usage>& before, site& s)
  {
    const std::size_t all (s.servers ().size () + pools (s) - 1);
    std::size_t grown (0);

    for (std::size_t i (0); i != before.size (); ++i)
    {
      usage after (usage_of (c.pids ()[i]));
      usage most (before[i]);
      grown =
        std::max (grown, after["megabytes"] -
                           std::min (after["megabytes"], most["megabytes"]));
      most["megabytes"] += megabytes_more;
      most["threads"] += pools (s);
      most["descriptors"] +=
        c.given ().options.max_connections * all + files_more;

      for (const auto& u : after)
        p.require (u.second <= most[u.first],
                   "process " + std::to_string (i) + " went from " +
                     std::to_string (before[i].at (u.first)) + " to " +
                     std::to_string (u.second) + ' ' + u.first);
    }

    std::cout << before.size () << " processes, memory grew by at most "
              << grown << " MB" << std::endl;
  }

  // This process asks, too; the sentinels do, and the replica that came back.
  //
  void judge_connections (workload::report& p, workload::crew& c, site& s)
  {
    std::size_t most (c.given ().options.max_connections * pools (s));
    std::size_t others (s.has_network () ? 2 : 12);

    for (tests::redis_commands* r : s.servers ())
    {
      std::size_t clients (
        std::stoul (tests::info (*r, "clients", "connected_clients")));
      std::cout << clients << " connections left open" << std::endl;
      p.require (clients <= c.pids ().size () * most + others,
                 std::to_string (clients) + " connections are open to Redis");
    }
  }

  milliseconds length_of_near (const workload::arguments& a)
  {
    return milliseconds (a["--near"].empty () ? 0 : a.number ("--near"));
  }

  // Otherwise this tells nothing of near tables. A fail-over by Sentinel takes
  // the list away, and is too short to tell.
  //
  void judge_near (workload::report& p, workload::crew& c, site::kind k)
  {
    using workload::count;

    if (c.given ().near.count () == 0 || k == site::kind::sentinels)
      return;

    for (count n : {count::near_keys, count::near_values, count::lease_waits})
      p.require (c.board ()[n] != 0,
                 "there were no near keys, no near values, or no commits that "
                 "waited for them");
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
    workload::chance random (a.seed);
    c.given ().near = length_of_near (a);

    // One policy fences early, as with a database that is not in the process.
    //
    c.given ().faults.early_in_process = a["--policy"] == "refuse";
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
    std::vector<usage> before;

    for (pid_t pid : c.pids ())
      before.push_back (usage_of (pid));

    // A fail-over by Sentinel is not undone.
    //
    unsigned most_attempts (k == site::kind::sentinels ? 1 : attempts);

    for (const fault& f : wanted)
      for (unsigned left (most_attempts); left != 0; --left)
      {
        row r (go_through (f, s, c, random));
        print (p, f, r);
        judge (p, f, r, c.given ().options);
        std::vector<std::string> slow (too_slow (f, r, c));

        if (slow.empty ())
          break;

        for (const std::string& w : slow)
          p.require (left != 1, w);
      }

    judge_near (p, c, k);
    judge_usages (p, c, before, s);
    judge_connections (p, c, s);
    c.end ();
  }

  bool run (const workload::arguments& a)
  {
    // A write that has no room is to fail, and to kill nobody. Programs that
    // are started inherit it.
    //
    signal (SIGXFSZ, SIG_IGN);
    workload::report p (11);
    bool any (false);

    if (a["--policy"] != "refuse" && a["--policy"] != "proceed")
      throw std::runtime_error ("--policy is refuse or proceed");

    if (a["--redis"] != "" && a["--redis"] != "server" &&
        a["--redis"] != "cluster")
      throw std::runtime_error ("--redis is server or cluster");

    p.line (a["--policy"],
            {"operations", "commits", "refused", "unfenced", "stale", "unique",
             "slow", "overruns", "near keys", "near found", "waits",
             "longest ms", "back ms", "hits %"});

    for (site::kind k :
         {site::kind::proxied, site::kind::sentinels, site::kind::cluster})
    {
      const bool cluster (k == site::kind::cluster);

      if (a["--redis"] == (cluster ? "server" : "cluster"))
        continue;

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
    argc, argv,
    {{"--policy", "refuse"}, {"--redis", ""}, {"--near", ""}, {"--only", ""}},
    run);
}
