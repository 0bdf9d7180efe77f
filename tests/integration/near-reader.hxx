#ifndef TESTS_INTEGRATION_NEAR_READER_HXX
#define TESTS_INTEGRATION_NEAR_READER_HXX

#include <chrono>
#include <cstdint>
#include <string>

#include <boost/test/unit_test.hpp>

#include <tests/support/two-processes.hxx>

namespace tests
{
  using odb_alkey::one;
  using std::chrono::milliseconds;

  // The reader makes keys of shelves without asking, for as long as possible.
  //
  struct near_reader: two_processes
  {
    const milliseconds length {50};

    near_reader ()
    {
      reader->near<shelf> (length);
      key_of (x); // Lists the table.
    }

    // Returns a key that the reader has made without asking.
    //
    odb_alkey::key near_key (const shelf& s)
    {
      for (;;)
      {
        const odb_alkey::key leased (key_of (s));
        const std::uint64_t asked (commands ());
        const odb_alkey::key k (key_of (s));

        if (commands () == asked + 1)
        {
          BOOST_TEST (k.str () == leased.str ());
          return k;
        }
      }
    }

    // Returns how many commands Redis has processed, this one included.
    //
    std::uint64_t commands ()
    {
      const std::string name ("total_commands_processed:");
      const std::string all (redis.command ({"INFO", "stats"}).str ());
      return std::stoull (all.substr (all.find (name) + name.size ()));
    }

    // Returns how long leases have made the writer wait since the last call.
    //
    milliseconds waited ()
    {
      const std::uint64_t now (alkey->stats ().lease_wait_time);
      const std::uint64_t r (now - before_);
      before_ = now;
      return milliseconds (r / 1000);
    }

    // The origin's list of near tables.
    //
    std::string listed ()
    {
      const std::string o (stored ("origin"));
      const std::size_t begin (o.find (" ="));
      return begin == std::string::npos
               ? ""
               : o.substr (begin + 2, o.find (' ', begin + 1) - begin - 2);
    }

  private:
    std::uint64_t before_ = 0;
  };
}

#endif // TESTS_INTEGRATION_NEAR_READER_HXX
