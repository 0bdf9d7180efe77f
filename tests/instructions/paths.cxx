// The paths of the library that only compute, for valgrind to count what they
// execute: see check.sh, which compares it with the bounds.
//
//   valgrind --tool=callgrind --instr-atstart=no --separate-threads=yes
//     instruction-paths

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <valgrind/callgrind.h>

#include <odb/connection.hxx>
#include <odb/sqlite/traits.hxx>
#include <odb/statement.hxx>
#include <odb/tracer.hxx>
#include <odb/transaction.hxx>

#include <odb_alkey/cache.hxx>
#include <odb_alkey/track.hxx>

#include <tests/benchmark/allocations.hxx>
#include <tests/benchmark/prepared-statement.hxx>
#include <tests/benchmark/world.hxx>

#include "rows-odb.hxx"

namespace
{
  using benchmarks::world;

  // The least of several rounds counts: in the others a second may have
  // passed, after which a connection is checked, or an answer may have come in
  // two pieces.
  //
  const int rounds (5);
  const int times (10);

  // The first executions fill memory that is kept, and do not count.
  //
  const int warm_up (3);

#ifdef __OPTIMIZE__
  const bool optimised (true);
#else
  const bool optimised (false);
#endif

  // The most that one call may take. The bound of instructions is about half
  // as much again as g++ 12 needed when it was set, since compilers and
  // standard libraries differ; that of allocations is exact.
  //
  struct bounds
  {
    unsigned instructions;
    unsigned unoptimised;
    unsigned allocations;
  };

  // Counts f under this name.
  //
  template <typename F>
  void count (const char* name, const bounds& b, F f)
  {
    for (int i (0); i != warm_up; ++i)
      f ();

    std::uint64_t allocated (std::numeric_limits<std::uint64_t>::max ());

    for (int r (0); r != rounds; ++r)
    {
      std::uint64_t before (benchmarks::allocations ());
      CALLGRIND_START_INSTRUMENTATION;
      CALLGRIND_ZERO_STATS;

      for (int i (0); i != times; ++i)
        f ();

      CALLGRIND_DUMP_STATS_AT (name);
      CALLGRIND_STOP_INSTRUMENTATION;
      allocated = std::min (allocated, benchmarks::allocations () - before);
    }

    std::cout << name << ' ' << times << ' '
              << (optimised ? b.instructions : b.unoptimised) << ' '
              << allocated / times << ' ' << b.allocations << std::endl;
  }

  template <typename T>
  using traits = odb::access::object_traits_impl<T, odb::id_sqlite>;

  void keys (world& w)
  {
    std::vector<tracked_row> one (objects (w, 1));
    std::vector<tracked_row> hundred (objects (w, 100));

    count ("key-of-1", {9000, 55000, 1}, [&] { w.alkey->cache_key (one); });
    count ("key-of-100", {190000, 820000, 1},
           [&] { w.alkey->cache_key (hundred); });
  }

  void values (world& w)
  {
    odb_alkey::cache cache (*w.alkey);
    std::vector<tracked_row> rows (objects (w, 100));
    const std::chrono::minutes ttl (10);

    count ("fetch-hit", {12000, 70000, 2},
           [&]
           {
             cache.fetch (odb_alkey::args (rows[0], "profile"), ttl,
                          [] { return std::string (1024, 'v'); });
           });

    // Text and a number beside an object: what is kept of them takes no
    // allocation, however many lists there are, but for that of the vector.
    //
    typedef decltype (odb_alkey::args (rows[0], 1, "teaser")) list;
    auto compute = [] (const std::vector<std::size_t>& missing)
    {
      return std::vector<std::string> (missing.size (), std::string (16, 'v'));
    };

    count ("fetch-many-100-lists", {700000, 3300000, 203},
           [&]
           {
             std::vector<list> lists;
             lists.reserve (rows.size ());
             for (const tracked_row& r : rows)
               lists.push_back (odb_alkey::args (r, 1, "teaser"));

             cache.fetch_many (lists, ttl, compute);
           });

    // The memory of the thread is enough for one list that is large.
    //
    count ("fetch-hit-of-100", {240000, 1150000, 2},
           [&]
           {
             cache.fetch (odb_alkey::args (rows), ttl,
                          [] { return std::string (1024, 'v'); });
           });

    // Copying is most of it: hiredis does so once more than it has to, and
    // callgrind counts each byte of a large piece. All keys are made before
    // values are looked at, since other nodes of a cluster answer meanwhile.
    //
    count ("fetch-many-100-hits", {640000, 2050000, 202},
           [&]
           {
             cache.fetch_many (rows, ttl,
                               [] (const std::vector<std::size_t>& missing)
                               {
                                 return std::vector<std::string> (
                                   missing.size (), std::string (1024, 'v'));
                               });
           });
  }

  void loads_and_statements (world& w)
  {
    odb::transaction t (w.db->begin ());
    odb::connection& c (t.connection ());
    tracked_row r;
    w.db->load (1, r);

    count ("post-load", {150, 900, 0},
           [&]
           { odb_alkey::track (r, odb::callback_event::post_load, *w.db); });

    benchmarks::prepared_statement select (c,
                                           traits<plain_row>::find_statement);
    count ("traced-select", {270, 1800, 0},
           [&] { c.tracer ()->execute (c, select); });

    benchmarks::prepared_statement untracked (
      c, traits<plain_row>::update_statement);
    count ("traced-update-of-untracked", {520, 4200, 0},
           [&] { c.tracer ()->execute (c, untracked); });

    benchmarks::prepared_statement tracked (
      c, traits<tracked_row>::update_statement);
    count ("tracked-update", {2900, 14000, 2},
           [&]
           {
             odb_alkey::track (r, odb::callback_event::pre_update, *w.db);
             c.tracer ()->execute (c, tracked);
             odb_alkey::track (r, odb::callback_event::post_update, *w.db);
           });
  }

  void breaker_open (world& w)
  {
    std::vector<tracked_row> one (objects (w, 1));
    w.redis.kill ();
    w.alkey->cache_key (one);

    if (w.alkey->stats ().down == 0)
      throw std::runtime_error ("the breaker is closed");

    count ("key-while-the-breaker-is-open", {2000, 10500, 1},
           [&] { w.alkey->cache_key (one[0]); });
  }
}

int main ()
{
  world& w (benchmarks::reading ());
  keys (w);
  values (w);
  loads_and_statements (w);
  breaker_open (w);
}
