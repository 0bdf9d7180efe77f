// Writers that are killed at random and readers that cache, by keys or by
// fetching, each a process of its own. Whatever is found in the cache is
// compared with what was committed when its key was made or the fetch began;
// with rules of the protocol switched off, stale values must be found, or this
// test could not see them.
//
//   stress [--seconds N] [--writers N] [--readers N] [--fetchers N]
//          [--only RUN]
//
// --seconds is the time of the run with the whole protocol. RUN is protocol,
// or, with rules switched off, no-fences, no-stamps or neither, where nobody
// fetches, and no-fences-fetch or no-stamps-fetch, where everybody does. The
// environment variable SEED repeats the random decisions of a run, though not
// what the system makes of them.

#include <cstdlib>
#include <exception>
#include <iostream>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <tests/fault/stress/report.hxx>
#include <tests/fault/stress/run.hxx>

namespace
{
  struct arguments
  {
    unsigned seconds = 20;
    unsigned writers = 3;
    unsigned readers = 3;
    unsigned fetchers = 3;
    std::string only;
  };

  unsigned number (const std::string& name, const char* text)
  {
    char* end;
    unsigned long n (std::strtoul (text, &end, 10));

    if (*text == '\0' || *end != '\0' || n == 0 || n > 100000)
      throw std::runtime_error (name + " takes a number from 1 on, not '" +
                                text + "'");

    return static_cast<unsigned> (n);
  }

  arguments parse (int argc, char* argv[])
  {
    arguments a;

    for (int i (1); i < argc; i += 2)
    {
      std::string name (argv[i]);

      if (i + 1 == argc)
        throw std::runtime_error (name + " takes a value");

      if (name == "--seconds")
        a.seconds = number (name, argv[i + 1]);
      else if (name == "--writers")
        a.writers = number (name, argv[i + 1]);
      else if (name == "--readers")
        a.readers = number (name, argv[i + 1]);
      else if (name == "--fetchers")
        a.fetchers = number (name, argv[i + 1]);
      else if (name == "--only")
        a.only = argv[i + 1];
      else
        throw std::runtime_error ("unknown option " + name);
    }

    if (a.writers > stress::most_writers)
      throw std::runtime_error (
        "there may be " + std::to_string (stress::most_writers) + " writers");

    return a;
  }

  unsigned seed ()
  {
    const char* given (std::getenv ("SEED"));

    return given != nullptr
             ? static_cast<unsigned> (std::strtoul (given, nullptr, 10))
             : std::random_device () ();
  }

  bool run_all (const arguments& a, unsigned seed)
  {
    using std::chrono::seconds;

    // Those with rules switched off end much sooner.
    //
    const seconds limit (20);
    const stress::plan plans[] = {
      {"protocol", true, true, seconds (a.seconds), a.writers, a.readers,
       a.fetchers, seed},
      {"no-fences", false, true, limit, a.writers, a.readers, 0, seed},
      {"no-stamps", true, false, limit, a.writers, a.readers, 0, seed},
      {"neither", false, false, limit, a.writers, a.readers, 0, seed},
      {"no-fences-fetch", false, true, limit, a.writers, 0, a.fetchers, seed},
      {"no-stamps-fetch", true, false, limit, a.writers, 0, a.fetchers, seed}};

    std::vector<stress::outcome> outcomes;

    for (const stress::plan& p : plans)
      if (a.only.empty () || a.only == p.name)
        outcomes.push_back ({p, stress::carry_out (p)});

    if (outcomes.empty ())
      throw std::runtime_error ("there is no run called " + a.only);

    stress::print (std::cout, outcomes);
    bool good (true);

    for (const stress::outcome& o : outcomes)
      for (const std::string& s : stress::complaints (o))
      {
        std::cout << "FAILED " << o.plan.name << ": " << s << '\n';
        good = false;
      }

    return good;
  }
}

int main (int argc, char* argv[])
try
{
  arguments a (parse (argc, argv));
  unsigned s (seed ());
  std::cout << "SEED=" << s << std::endl;
  return run_all (a, s) ? EXIT_SUCCESS : EXIT_FAILURE;
}
catch (const std::exception& e)
{
  std::cerr << argv[0] << ": " << e.what () << '\n';
  return EXIT_FAILURE;
}
