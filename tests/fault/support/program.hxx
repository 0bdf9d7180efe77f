#ifndef TESTS_FAULT_SUPPORT_PROGRAM_HXX
#define TESTS_FAULT_SUPPORT_PROGRAM_HXX

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace workload
{
  // The options of a program, each with a value, and the seed of its random
  // decisions: the environment variable SEED, or another one each time.
  //
  struct arguments
  {
    // Throws std::runtime_error unless it is a number from 1 on.
    //
    unsigned number (const std::string& option) const;

    const std::string& operator[] (const std::string& option) const
    {
      return values.at (option);
    }

    std::map<std::string, std::string> values;
    unsigned seed;
  };

  // The lines of a table, and what is wrong with what they show.
  //
  class report
  {
  public:
    report (std::size_t width): width_ (width) {}

    void line (const std::string& words,
               const std::vector<std::string>& cells) const;

    void require (bool good, const std::string& otherwise);

    // Prints what is wrong; false if anything is.
    //
    bool finish () const;

  private:
    const std::size_t width_;
    std::vector<std::string> wrong_;
  };

  std::string decimal (double);
  double percent (std::uint64_t part, std::uint64_t all);

  // Reads the arguments, of which these are the defaults, and calls f. Returns
  // what main () is to return.
  //
  int run (int argc, char* argv[],
           const std::map<std::string, std::string>& defaults,
           const std::function<bool (const arguments&)>& f);
}

#endif // TESTS_FAULT_SUPPORT_PROGRAM_HXX
