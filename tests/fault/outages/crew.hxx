#ifndef TESTS_FAULT_OUTAGES_CREW_HXX
#define TESTS_FAULT_OUTAGES_CREW_HXX

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

#include <odb_alkey/options.hxx>

#include <tests/fault/outages/leaks.hxx>
#include <tests/fault/stress/board.hxx>
#include <tests/fault/stress/processes.hxx>
#include <tests/fault/stress/sqlite-backend.hxx>
#include <tests/fault/stress/worker.hxx>
#include <tests/support/redis-server.hxx>

namespace outages
{
  // The processes that write and cache while Redis comes and goes, and that
  // must notice nothing of it. What they keep themselves, by keys, is in
  // another Redis, which nothing happens to.
  //
  class crew
  {
  public:
    // Forks them. They wait for Redis' address.
    //
    crew (odb_alkey::when_unavailable, std::uint64_t seed);

    crew (const crew&) = delete;
    crew& operator= (const crew&) = delete;

    void begin (const std::string& redis_url);

    // Waits until each of them has gone on, Redis answers it, and has learnt
    // of all that it wrote. Throws std::runtime_error if it takes too long.
    //
    void await_settled ();

    // Throws std::runtime_error if one has ended.
    //
    void watch ();

    // Ends them, and throws std::runtime_error if one does not come to its
    // end.
    //
    void end ();

    // What each of them uses of the system.
    //
    std::vector<usage> usages () const;

    stress::board& board ()
    {
      return *board_;
    }

    const odb_alkey::options& options () const
    {
      return setting_.options;
    }

    std::size_t threads () const;
    std::size_t size () const
    {
      return all_.size ();
    }

    // Keys that were made, and those among them that were unique.
    //
    std::uint64_t
    sum (std::atomic<std::uint64_t> stress::board::member::*) const;

  private:
    void wait ();
    std::string unsettled (std::uint64_t round) const;
    void start_writer (unsigned slot, stress::style, std::uint64_t seed);
    void start_reader (stress::style, std::uint64_t seed);

    stress::sqlite_backend database_;
    redis_server cache_;
    stress::shared_board board_;
    stress::setting setting_;
    std::vector<stress::process> all_;
  };
}

#endif // TESTS_FAULT_OUTAGES_CREW_HXX
