#include <tests/fault/support/program.hxx>

#include <cstdlib>
#include <exception>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <stdexcept>

#include <tests/support/seed.hxx>

namespace workload
{
  unsigned arguments::number (const std::string& option) const
  {
    const std::string& text ((*this)[option]);
    char* end;
    unsigned long n (std::strtoul (text.c_str (), &end, 10));

    if (text.empty () || *end != '\0' || n == 0 || n > 100000)
      throw std::runtime_error (option + " takes a number from 1 on, not '" +
                                text + "'");

    return static_cast<unsigned> (n);
  }

  void report::line (const std::string& words,
                     const std::vector<std::string>& cells) const
  {
    std::cout << std::left << std::setw (33) << words << std::right;

    for (const std::string& c : cells)
      std::cout << std::setw (static_cast<int> (width_)) << c;

    std::cout << std::endl;
  }

  void report::require (bool good, const std::string& otherwise)
  {
    if (!good)
      wrong_.push_back (otherwise);
  }

  bool report::finish () const
  {
    for (const std::string& w : wrong_)
      std::cout << "FAILED " << w << std::endl;

    return wrong_.empty ();
  }

  std::string decimal (double n)
  {
    std::ostringstream s;
    s << std::fixed << std::setprecision (1) << n;
    return s.str ();
  }

  double percent (std::uint64_t part, std::uint64_t all)
  {
    return all == 0
             ? 0
             : 100 * static_cast<double> (part) / static_cast<double> (all);
  }

  int run (int argc, char* argv[],
           const std::map<std::string, std::string>& defaults,
           const std::function<bool (const arguments&)>& f)
  try
  {
    arguments a {defaults, 0};

    for (int i (1); i < argc; i += 2)
    {
      auto o (a.values.find (argv[i]));

      if (o == a.values.end () || i + 1 == argc)
        throw std::runtime_error (std::string (argv[i]) +
                                  " is no option, or has no value");

      o->second = argv[i + 1];
    }

    a.seed = tests::seed ();
    return f (a) ? EXIT_SUCCESS : EXIT_FAILURE;
  }
  catch (const std::exception& e)
  {
    std::cerr << argv[0] << ": " << e.what () << '\n';
    return EXIT_FAILURE;
  }
}
