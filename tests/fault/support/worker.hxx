#ifndef TESTS_FAULT_SUPPORT_WORKER_HXX
#define TESTS_FAULT_SUPPORT_WORKER_HXX

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include <odb/database.hxx>
#include <odb/tracer.hxx>

#include <odb_alkey/cache.hxx>
#include <odb_alkey/plugin.hxx>
#include <odb_alkey/tokens/faults.hxx>

#include <tests/fault/support/back-door.hxx>
#include <tests/fault/support/board.hxx>
#include <tests/fault/support/database.hxx>
#include <tests/fault/support/hesitation.hxx>

namespace workload
{
  // The processes of a run are told so much.
  //
  struct setting
  {
    const database_file& database;
    board& counts;

    // The options of the plugins; and where pages are kept by keys.
    //
    odb_alkey::options options;
    std::string cache_url;

    // The processes reach Redis beside their plugins, to evict and to spoil
    // what is there, and may die. Not where Redis may be gone.
    //
    bool meddling;

    // Tables are near for so long; 0 means that none is.
    //
    std::chrono::milliseconds near;

    // Clocks of readers run slower by so many per cent, and faster, by turns.
    //
    unsigned clock_error;

    // Rules of the protocol that are left out; then stale values must show.
    //
    odb_alkey::tokens::faults faults;
  };

  // How pages are cached: by keys in a cache that anybody could have written,
  // or by the library.
  //
  enum class style
  {
    find_and_store,
    fetch
  };

  // Every process that works has these of its own, for all of its threads.
  //
  struct premises
  {
    // The tracer is set before the plugin, which chains it.
    //
    explicit premises (const setting&, odb::tracer* = nullptr);

    ~premises ()
    {
      publish ();
    }

    // The plugin points to the database.
    //
    premises (const premises&) = delete;
    premises& operator= (const premises&) = delete;

    // Tells the others how the plugin is doing, and adds to the board what it
    // has counted since the last time. Any thread may call it.
    //
    void publish ();

    const setting& given;
    std::unique_ptr<odb::sqlite::database> db;
    odb_alkey::plugin alkey;
    odb_alkey::cache fetching;

  private:
    board::member& member_;
    std::mutex publishing_;
    odb_alkey::stats told_ = odb_alkey::stats ();
  };

  // Every thread has these of its own.
  //
  struct worker
  {
    worker (premises&, std::uint64_t seed);

    // Shared by address.
    //
    worker (const worker&) = delete;
    worker& operator= (const worker&) = delete;

    premises& home;
    const setting& given;
    board& counts;
    odb::sqlite::database& db;
    odb_alkey::plugin& alkey;
    odb_alkey::cache& fetching;
    chance random;
    oracle truth;
    back_door redis;
  };

  // Reads with this number of threads until the board says to stop.
  //
  void read (const setting&, style, unsigned threads, std::uint64_t seed);

  // Writes until the board says to calm down or to stop. The writer has this
  // number on the board.
  //
  void write (const setting&, style, unsigned writer, std::uint64_t seed);
}

#endif // TESTS_FAULT_SUPPORT_WORKER_HXX
