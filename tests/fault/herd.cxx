// A thundering herd: many callers in several processes want the same value in
// the moment in which it has changed. One of them computes it.

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <odb/transaction.hxx>

#include <odb_alkey/cache.hxx>
#include <odb_alkey/plugin.hxx>

#include <tests/fault/support/process.hxx>
#include <tests/support/environment.hxx>
#include <tests/support/redis-server.hxx>

#include "library-odb.hxx"

namespace
{
  const unsigned process_count (4);
  const unsigned thread_count (50);
  const unsigned version_count (20);

  // All processes share it.
  //
  struct board
  {
    std::atomic<unsigned> round;
    std::atomic<unsigned> ready;
    std::atomic<unsigned> done;
    std::atomic<unsigned> wrong;
    std::atomic<unsigned> computed[version_count + 1];
  };

  template <typename F>
  void until (F f)
  {
    while (!f ())
      std::this_thread::sleep_for (std::chrono::microseconds (200));
  }

  std::string name_of (unsigned version)
  {
    return "version " + std::to_string (version);
  }

  odb_alkey::options options (const std::string& url)
  {
    odb_alkey::options o;
    o.url = url;
    o.connect_timeout = std::chrono::seconds (20);
    o.command_timeout = std::chrono::seconds (20);
    o.budget = std::chrono::seconds (60);
    return o;
  }

  struct member
  {
    member (board& b, const std::string& path, const std::string& url)
        : shared (b), db (tests::open_database (path)),
          alkey (*db, options (url)), cache (alkey, patient ())
    {
    }

    static odb_alkey::cache_options patient ()
    {
      odb_alkey::cache_options o;
      o.lease = std::chrono::seconds (60);
      o.wait = std::chrono::seconds (60);
      return o;
    }

    // Long enough for all others to come while it is computed.
    //
    std::string compute (unsigned version, unsigned long id)
    {
      ++shared.computed[version];
      odb::transaction t (db->begin ());
      std::string name (std::unique_ptr<shelf> (db->load<shelf> (id))->name);
      t.commit ();
      std::this_thread::sleep_for (std::chrono::milliseconds (30));
      return name;
    }

    void run (unsigned long id)
    {
      ++shared.ready;

      for (unsigned v (1); v <= version_count; ++v)
      {
        until ([&] { return shared.round >= v; });

        std::string name (cache.fetch (
          odb_alkey::args (odb_alkey::one<shelf> (id)),
          std::chrono::minutes (10), [&] { return compute (v, id); }));

        shared.wrong += name != name_of (v) ? 1U : 0U;
        ++shared.done;
      }
    }

    board& shared;
    std::unique_ptr<odb::sqlite::database> db;
    odb_alkey::plugin alkey;
    odb_alkey::cache cache;
  };

  void member_of_herd (board& b, const std::string& path,
                       const std::string& url, unsigned long id)
  {
    member m (b, path, url);
    std::vector<std::thread> threads;

    for (unsigned i (0); i != thread_count; ++i)
      threads.emplace_back ([&] { m.run (id); });

    for (std::thread& t : threads)
      t.join ();
  }
}

int main ()
{
  workload::shared<board> shared;
  board& b (*shared);
  redis_server redis;
  tests::settle (redis);
  tests::temporary_directory directory;
  std::string path (directory.path () + "/db");
  shelf x (name_of (0));
  {
    std::unique_ptr<odb::sqlite::database> db (tests::make_database (path));
    odb::transaction t (db->begin ());
    db->persist (x);
    t.commit ();
  }

  std::vector<workload::process> herd;

  for (unsigned i (0); i != process_count; ++i)
    herd.emplace_back ([&] { member_of_herd (b, path, redis.url (), x.id); });

  std::unique_ptr<odb::sqlite::database> db (tests::open_database (path));
  odb_alkey::plugin alkey (*db, options (redis.url ()));
  unsigned callers (process_count * thread_count);
  until ([&] { return b.ready == callers; });

  for (unsigned v (1); v <= version_count; ++v)
  {
    odb::transaction t (db->begin ());
    x.name = name_of (v);
    db->update (x);
    t.commit ();
    alkey.refresh ();

    b.round = v;
    until ([&] { return b.done == v * callers; });
  }

  unsigned computed (0);
  bool once (true);

  for (unsigned v (1); v <= version_count; ++v)
  {
    computed += b.computed[v];
    once = once && b.computed[v] == 1;
  }

  std::printf ("%u callers in %u processes, %u versions: computed %u times, "
               "%u wrong values\n",
               callers, process_count, version_count, computed,
               b.wrong.load ());
  return once && b.wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
