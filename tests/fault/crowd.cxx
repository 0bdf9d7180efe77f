// A crowd: many more threads than connections make keys and commit, while
// Redis is well. Nobody may notice that there are so many.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <odb/transaction.hxx>

#include <odb_alkey/plugin.hxx>

#include <tests/support/environment.hxx>
#include <tests/support/plugin-access.hxx>
#include <tests/support/written.hxx>

#include "library-odb.hxx"

namespace
{
  using std::chrono::microseconds;
  using std::chrono::milliseconds;
  using std::chrono::steady_clock;

  const std::size_t threads (200);
  const std::size_t connections (10);
  const int objects (20);
  const milliseconds duration (1500);

  // The machine may keep everybody from running for longer than a budget, but
  // not each time.
  //
  const int attempts (5);

  // Threads that commit. SQLite lets one of them write at a time; the others
  // send what a commit sends, too, each for a row of its own.
  //
  const std::size_t committers (4);

  // A thread that waits in line is overtaken by each of the others once or
  // twice, however busy the machine is. One that has a connection, and does
  // not get to run, is overtaken more often; that must be rare.
  //
  const std::uint64_t overtaken_by_each (5);
  const std::uint64_t rare (1000);

  std::int64_t in_us (steady_clock::duration d)
  {
    return std::chrono::duration_cast<microseconds> (d).count ();
  }

  template <typename T>
  void raise (std::atomic<T>& most, T n)
  {
    for (T m (most); n > m;)
      most.compare_exchange_weak (m, n);
  }

  struct crowd: tests::environment
  {
    crowd ()
    {
      commit (
        [this]
        {
          while (rows.size () != threads)
          {
            rows.push_back (shelf ("x"));
            db->persist (rows.back ());
          }
        });

      odb_alkey::options o (options ());
      o.max_connections = connections;
      o.connect_timeout = usual.connect_timeout;
      o.command_timeout = usual.command_timeout;
      o.budget = usual.budget;
      renew (o);
      page.assign (rows.begin (), rows.begin () + objects);

      // The tokens are there, as they are in what has been up for a while.
      //
      alkey->cache_key (page);
    }

    template <typename F>
    void timed (F f)
    {
      steady_clock::time_point begin (steady_clock::now ());
      f ();
      raise (longest, in_us (steady_clock::now () - begin));
      calls.fetch_add (1, std::memory_order_relaxed);
    }

    void fence (std::size_t i, std::uint64_t nonce)
    {
      odb_alkey::tokens::token_store& s (
        odb_alkey::detail::plugin_access::store (*alkey));
      odb_alkey::tokens::identifiers all (
        tests::list ({"alkey:shelf#" + std::to_string (rows[i].id)}));
      bool fenced (false);

      timed ([&] { fenced = s.fence (all, nonce); });
      timed ([&] { s.reset (all, nonce, fenced); });
      unfenced += fenced ? 0U : 1U;
    }

    void make_key ()
    {
      std::uint64_t before (calls);
      timed ([&] { alkey->cache_key (page); });
      overtaken += calls - before > overtaken_by_each * threads ? 1U : 0U;
    }

    void write (std::size_t i)
    {
      std::lock_guard<std::mutex> l (writing);
      odb::transaction t (db->begin ());
      db->update (rows[i]);
      timed ([&] { t.commit (); });
    }

    void run (std::size_t i)
    {
      for (std::uint64_t n (1); !over; ++n)
        if (i < committers)
          write (i);
        else if (n % 8 == 0)
          fence (i, (i << 32) + n);
        else
          make_key ();
    }

    void go ()
    {
      std::vector<std::thread> all;

      for (std::size_t i (0); i != threads; ++i)
        all.emplace_back ([this, i] { run (i); });

      std::this_thread::sleep_for (duration);
      over = true;

      for (std::thread& t : all)
        t.join ();
    }

    const odb_alkey::options usual;
    std::vector<shelf> rows;
    std::vector<shelf> page;
    std::mutex writing;
    std::atomic<bool> over {false};
    std::atomic<std::uint64_t> calls {0};
    std::atomic<std::uint64_t> unfenced {0};
    std::atomic<std::uint64_t> overtaken {0};
    std::atomic<std::int64_t> longest {0};
  };
}

int main ()
{
  for (int i (0); i != attempts; ++i)
  {
    crowd c;
    c.go ();
    odb_alkey::stats s (c.alkey->stats ());
    std::uint64_t unfenced (c.unfenced + s.unfenced_commits);
    microseconds longest (c.longest);

    std::printf (
      "%zu threads, %zu connections: %.0f calls/s, longest %.1f ms "
      "overtaken %llu, %llu fences, unfenced %llu, "
      "unavailable %llu, unique for it %llu, outages %llu, opened "
      "%llu\n",
      threads, connections,
      double (c.calls) * 1000 / double (duration.count ()),
      double (longest.count ()) / 1000, (unsigned long long) c.overtaken,
      (unsigned long long) s.fences, (unsigned long long) unfenced,
      (unsigned long long) s.unavailable,
      (unsigned long long) s.unique_unavailable,
      (unsigned long long) s.outages, (unsigned long long) s.connections);

    // While the breaker is open, calls return without a connection, and
    // overtake those that wait for one.
    //
    if (s.outages == 0 && c.overtaken * rare > c.calls)
      return EXIT_FAILURE;

    if (longest <= c.usual.budget && unfenced == 0 && s.unavailable == 0 &&
        s.unique_unavailable == 0)
      return EXIT_SUCCESS;
  }

  return EXIT_FAILURE;
}
