#ifndef TESTS_FAULT_SUPPORT_CREW_HXX
#define TESTS_FAULT_SUPPORT_CREW_HXX

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <odb_alkey/options.hxx>

#include <tests/fault/support/process.hxx>
#include <tests/fault/support/worker.hxx>

namespace workload
{
  // The processes that write and cache while something happens to them, or to
  // their Redis.
  //
  //   crew c (options, cache.url (), seed);
  //   c.add_writer (style::fetch);
  //   c.add_reader (style::find_and_store);
  //   c.begin (redis.url ());
  //   c.await ("a commit", [&] { return c.board ()[count::commits] != 0; });
  //   c.calm_down ();
  //   c.end ();
  //
  // All of its functions but the first ones throw std::runtime_error if a
  // process has ended that should not have.
  //
  class crew
  {
  public:
    // How each process's plugin is set up; what matters to nobody is set here.
    // Pages are kept by keys at cache_url.
    //
    crew (const odb_alkey::options&, const std::string& cache_url,
          std::uint64_t seed);

    crew (const crew&) = delete;
    crew& operator= (const crew&) = delete;

    // It may be changed before any is added.
    //
    setting& given ()
    {
      return given_;
    }

    // Forks one more. It waits for Redis' address. Every other writer takes
    // twice as long for its fences.
    //
    void add_writer (style);
    void add_reader (style);

    // Tells all of them the address. Returns when they work.
    //
    void begin (const std::string& redis_url);

    // Waits until f () is true; what names it.
    //
    void await (const std::string& what, const std::function<bool ()>& f);

    // Sleeps for a moment, and buries the dead. Where processes meddle,
    // another one takes the place of a writer that was killed, as long as
    // there are to be any.
    //
    void watch ();

    // The longest moment since somebody set it to none: how long nobody was
    // woken, since the machine was busy.
    //
    std::chrono::milliseconds stall {0};

    // Kills a writer; stops somebody for a while; or stops a reader for so
    // long at most.
    //
    void kill_writer (chance&);
    void freeze_somebody (chance&);
    void freeze_reader (chance&, std::chrono::milliseconds longest);

    // Ends the writers; and all of them.
    //
    void calm_down ();
    void end ();

    workload::board& board ()
    {
      return *board_;
    }

    // Threads that use the cache, and processes.
    //
    unsigned threads () const;
    std::vector<pid_t> pids () const;

  private:
    struct member
    {
      static const unsigned reads = ~0u;

      bool writes () const
      {
        return writer != reads;
      }

      // The writer's number, from 0 on.
      //
      unsigned writer;
      style how;
      workload::process process;
    };

    process start (unsigned writer, style);
    void lost_writer (unsigned writer);
    void freeze_one_of (bool writers, chance&,
                        std::chrono::milliseconds longest);
    bool any_running (bool writers_only) const;

    database_file database_;
    shared<workload::board> board_;
    setting given_;
    std::uint64_t seeds_;
    unsigned writers_ = 0;
    std::vector<member> all_;
  };
}

#endif // TESTS_FAULT_SUPPORT_CREW_HXX
