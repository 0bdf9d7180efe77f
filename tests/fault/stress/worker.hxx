#ifndef TESTS_FAULT_STRESS_WORKER_HXX
#define TESTS_FAULT_STRESS_WORKER_HXX

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include <odb/database.hxx>
#include <odb/tracer.hxx>

#include <odb_alkey/plugin.hxx>

#include <tests/fault/stress/backend.hxx>
#include <tests/fault/stress/board.hxx>
#include <tests/fault/stress/chance.hxx>
#include <tests/fault/stress/oracle.hxx>
#include <tests/fault/stress/values.hxx>

namespace stress
{
  // What a run is about.
  //
  struct setting
  {
    const backend& database;
    board& counts;
    std::string redis_url;
    std::chrono::milliseconds fence_timeout;

    // Rules of the protocol; without one of them stale values must show.
    //
    bool fences;
    bool stamps;
  };

  // What every process that works has of its own.
  //
  struct worker
  {
    // The tracer is set before the plugin, which chains it.
    //
    worker (const setting&, std::uint64_t seed, odb::tracer* = nullptr);

    // The plugin points to the database.
    //
    worker (const worker&) = delete;
    worker& operator= (const worker&) = delete;

    const setting& given;
    board& counts;
    chance random;
    std::unique_ptr<odb::database> db;
    odb_alkey::plugin alkey;
    oracle truth;
    values cache;
  };
}

#endif // TESTS_FAULT_STRESS_WORKER_HXX
