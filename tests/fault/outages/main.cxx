// Processes that write and cache, as in the stress test, while Redis is lost
// in every way that it can be: killed and stopped at each step of a commit,
// restarted with and without its data, flushed, full, replaced, out of reach.
// Nothing that is found may be older than its key; nobody may throw, nor wait
// for longer than the budget; and everything must be as before afterwards.
//
//   outages [--policy refuse|proceed] [--only TEXT] [--times N]
//
// --only is for the faults whose names contain it; --times goes through them
// so often. The environment variable SEED repeats the random decisions of a
// run, though not what the system makes of them.

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <tests/fault/outages/crew.hxx>
#include <tests/fault/outages/faults.hxx>
#include <tests/fault/outages/full.hxx>
#include <tests/fault/outages/leaks.hxx>
#include <tests/fault/outages/report.hxx>
#include <tests/fault/outages/round.hxx>
#include <tests/support/redis-setup.hxx>

namespace
{
  using odb_alkey::when_unavailable;

  struct arguments
  {
    std::vector<when_unavailable> policies {when_unavailable::refuse,
                                            when_unavailable::proceed};
    std::string only;
    unsigned times = 1;
    unsigned seed = 0;
  };

  arguments parse (int argc, char* argv[])
  {
    arguments a;

    for (int i (1); i < argc; i += 2)
    {
      std::string name (argv[i]);

      if (i + 1 == argc)
        throw std::runtime_error (name + " takes a value");

      std::string value (argv[i + 1]);

      if (name == "--policy" && value == "refuse")
        a.policies = {when_unavailable::refuse};
      else if (name == "--policy" && value == "proceed")
        a.policies = {when_unavailable::proceed};
      else if (name == "--only")
        a.only = value;
      else if (name == "--times")
        a.times = static_cast<unsigned> (std::stoul (value));
      else
        throw std::runtime_error ("unknown option " + name + ' ' + value);
    }

    const char* given (std::getenv ("SEED"));
    a.seed = given != nullptr
               ? static_cast<unsigned> (std::strtoul (given, nullptr, 10))
               : std::random_device () ();
    return a;
  }

  class rehearsal
  {
  public:
    rehearsal (const arguments& a, when_unavailable w)
        : arguments_ (a), policy_ (w)
    {
    }

    // What is wrong.
    //
    std::vector<std::string> operator() ()
    {
      outages::print_head (
        std::cout, policy_ == when_unavailable::refuse ? "refuse" : "proceed");

      for (outages::site::kind k :
           {outages::site::kind::proxied, outages::site::kind::sentinels})
        go_through (k);

      if (!any_)
        throw std::runtime_error ("no fault is called " + arguments_.only);

      return wrong_;
    }

  private:
    void go_through (outages::site::kind k)
    {
      std::vector<outages::fault> wanted;

      for (const outages::fault& f : outages::faults (k, arguments_.seed))
        if (f.name.find (arguments_.only) != std::string::npos)
          wanted.push_back (f);

      if (wanted.empty ())
        return;

      any_ = true;
      outages::site site (k);
      outages::crew crew (policy_, arguments_.seed);
      site.open ();
      crew.begin (site.url ());
      crew.await_settled ();
      std::vector<outages::usage> before (crew.usages ());

      // A fail-over is not undone.
      //
      unsigned times (k == outages::site::kind::proxied ? arguments_.times
                                                        : 1);

      for (unsigned n (0); n != times; ++n)
        for (const outages::fault& f : wanted)
        {
          outages::row r (outages::go_through (f, site, crew));
          outages::print (std::cout, r);
          add (outages::complaints (r, crew.options (), crew.threads ()));
        }

      look_for_leaks (site, crew, before);
      crew.end ();
    }

    void look_for_leaks (outages::site& s, outages::crew& c,
                         const std::vector<outages::usage>& before)
    {
      std::size_t most (c.options ().max_connections);
      std::vector<outages::usage> after (c.usages ());
      add (outages::leaks (before, after, most));
      std::size_t more (0);

      for (std::size_t i (0); i != after.size (); ++i)
        if (after[i].megabytes > before[i].megabytes)
          more = std::max (more, after[i].megabytes - before[i].megabytes);

      // This process asks, too; the sentinels do, and the replica that came
      // back.
      //
      std::size_t others (s.has_network () ? 2 : 12);
      std::size_t clients (
        std::stoul (tests::info (s.redis (), "clients", "connected_clients")));

      if (clients > c.size () * most + others)
        wrong_.push_back (std::to_string (clients) +
                          " connections are open to Redis");

      std::cout << c.size () << " processes, " << clients
                << " connections left open, memory grew by at most " << more
                << " MB" << std::endl;
    }

    void add (const std::vector<std::string>& v)
    {
      wrong_.insert (wrong_.end (), v.begin (), v.end ());
    }

    const arguments& arguments_;
    when_unavailable policy_;
    std::vector<std::string> wrong_;
    bool any_ = false;
  };
}

int main (int argc, char* argv[])
try
{
  arguments a (parse (argc, argv));
  std::cout << "SEED=" << a.seed << std::endl;
  outages::survive_full_disk ();
  bool good (true);

  for (when_unavailable w : a.policies)
    for (const std::string& s : rehearsal (a, w) ())
    {
      std::cout << "FAILED " << s << std::endl;
      good = false;
    }

  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
catch (const std::exception& e)
{
  std::cerr << argv[0] << ": " << e.what () << '\n';
  return EXIT_FAILURE;
}
