// What cached values cost against asking Redis by hand for the same, and what
// anything costs while Redis is known to be down.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <odb_alkey/cache.hxx>
#include <odb_alkey/tokens/scripts.hxx>
#include <odb_alkey/values/slot.hxx>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/raw-redis.hxx>
#include <tests/benchmark/table.hxx>
#include <tests/benchmark/wire.hxx>
#include <tests/benchmark/world.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    const std::size_t many (100);
    const std::chrono::minutes long_enough (10);

    // Of what is missing the next time because it has another name, so that
    // Redis does not fill up.
    //
    const std::chrono::milliseconds short_enough (1000);

    const std::string value (1024, 'v');
    const std::string lease ("0123456789abcdef0123456789abcdef");

    std::string compute ()
    {
      return value;
    }

    std::vector<std::string>
    compute_many (const std::vector<std::size_t>& missing)
    {
      return std::vector<std::string> (missing.size (), value);
    }

    typedef std::vector<std::string> words;

    words operator+ (words w, const words& more)
    {
      w.insert (w.end (), more.begin (), more.end ());
      return w;
    }

    std::string slot (const odb_alkey::key& k)
    {
      return odb_alkey::detail::slot_key (
        "alkey:", odb_alkey::detail::arguments_of (k.str ()));
    }

    // A slot of no key, and another one each time.
    //
    std::string unused_slot ()
    {
      static unsigned long n (0);
      std::string digits (std::to_string (++n));
      return "alkey:value:" + std::string (32 - digits.size (), '0') + digits;
    }

    std::vector<odb_alkey::key> keys (world& w,
                                      const std::vector<tracked_row>& rows)
    {
      std::vector<odb_alkey::key> r;

      for (const tracked_row& o : rows)
        r.push_back (w.alkey->cache_key (o));

      return r;
    }

    bool stored (const raw_reply& r, const odb_alkey::key& k)
    {
      const redisReply& last (*r->element[r->elements - 1]);
      return last.type == REDIS_REPLY_STRING &&
             static_cast<std::size_t> (last.len) ==
               k.str ().size () + 1 + value.size ();
    }

    // Hits.
    //
    void hit (benchmark::State& state, transport by)
    {
      world& w (reading (by));
      odb_alkey::cache cache (*w.alkey);
      std::vector<tracked_row> rows (objects (w, 1));
      tracked_row& row (rows.front ());
      odb_alkey::key k (w.alkey->cache_key (row));

      raw_redis redis (w.url ());
      raw_command c (mget (1) + words {slot (k)});

      cache.fetch (odb_alkey::args (row), long_enough, compute);
      raw_reply r (redis.run (c));

      if (!stored (r, k))
      {
        state.SkipWithError ("the value is missing");
        return;
      }

      alternation a (state, 16);

      for (auto _ : state)
      {
        a.measure ("raw", [&] { redis.run (c); });
        a.measure ("fetch",
                   [&]
                   {
                     std::string v (cache.fetch (odb_alkey::args (row),
                                                 long_enough, compute));
                     benchmark::DoNotOptimize (v.data ());
                   });
      }
    }

    void many_hits (benchmark::State& state)
    {
      world& w (reading ());
      odb_alkey::cache cache (*w.alkey);
      std::vector<tracked_row> rows (objects (w, many));
      std::vector<odb_alkey::key> k (keys (w, rows));

      raw_redis redis (w.url ());
      words all (mget (many));
      std::deque<raw_command> each;

      for (std::size_t i (0); i != many; ++i)
      {
        all.push_back (slot (k[i]));
        each.emplace_back (
          words {"MGET", "alkey:origin", "alkey:alkey:*#!",
                 "alkey:alkey:tracked_row#!",
                 "alkey:alkey:tracked_row#" + std::to_string (rows[i].id),
                 all.back ()});
      }

      raw_command c (all);
      cache.fetch_many (rows, long_enough, compute_many);

      if (!stored (redis.run (c), k.back ()) ||
          !stored (redis.run (each), k.back ()))
      {
        state.SkipWithError ("values are missing");
        return;
      }

      alternation a (state, 4);

      for (auto _ : state)
      {
        a.measure ("raw", [&] { redis.run (c); });
        a.measure ("pipelined", [&] { redis.run (each); });
        a.measure ("fetch",
                   [&]
                   {
                     std::vector<std::string> v (
                       cache.fetch_many (rows, long_enough, compute_many));
                     benchmark::DoNotOptimize (v.data ());
                   });
      }
    }

    // Misses.
    //

    // The script's call, and the word in it that is the slot.
    //
    words store (world& w, const odb_alkey::key& k, const std::string& by)
    {
      return evalsha (w.redis, odb_alkey::detail::scripts::store,
                      {"", odb_alkey::detail::lease_key ("alkey:", k.str ())},
                      {k.str (),
                       odb_alkey::detail::stored_form (k.str (), value),
                       std::to_string (short_enough.count ()), by});
    }

    const std::size_t slot_of_store (4);

    // Of what is fetched: a page that nobody has asked for before.
    //
    unsigned long& next_page ()
    {
      static unsigned long n (0);
      return n;
    }

    void miss (benchmark::State& state)
    {
      world& w (storing ());
      odb_alkey::cache cache (*w.alkey);
      std::vector<tracked_row> rows (objects (w, 1));
      tracked_row& row (rows.front ());
      unsigned long& page (next_page ());
      odb_alkey::key k (w.alkey->cache_key (row, page));

      raw_redis redis (w.url ());
      raw_command load (
        {"SCRIPT", "LOAD", odb_alkey::detail::scripts::store.source});
      redis.run (load);

      raw_command look (mget (1) + words {""});
      std::deque<raw_command> claim;
      claim.emplace_back (
        words {"SET", odb_alkey::detail::lease_key ("alkey:", k.str ()), lease,
               "NX", "PX", "5000"});
      claim.emplace_back (words {"GET", ""});
      raw_command keep (store (w, k, lease));

      auto by_hand = [&]
      {
        std::string s (unused_slot ());
        look.change (5, s);
        claim.back ().change (1, s);
        keep.change (slot_of_store, s);
        redis.run (look);
        redis.run (claim);
        return redis.run (keep);
      };

      if (!k.storable () || by_hand ()->element[1]->integer != 1)
      {
        state.SkipWithError ("nothing is stored");
        return;
      }

      std::uint64_t before (w.alkey->stats ().values_stored);
      unsigned long first (page);
      alternation a (state, 16);

      for (auto _ : state)
      {
        a.measure ("raw", by_hand);
        a.measure ("fetch",
                   [&]
                   {
                     ++page;
                     std::string v (cache.fetch (odb_alkey::args (row, page),
                                                 short_enough, compute));
                     benchmark::DoNotOptimize (v.data ());
                   });
      }

      if (w.alkey->stats ().values_stored - before != page - first)
        state.SkipWithError ("some have not been stored");
    }

    void many_misses (benchmark::State& state)
    {
      world& w (storing ());
      odb_alkey::cache cache (*w.alkey);
      std::vector<tracked_row> rows (objects (w, many));
      std::vector<odb_alkey::key> k (keys (w, rows));
      unsigned long& page (next_page ());

      raw_redis redis (w.url ());
      raw_command load (
        {"SCRIPT", "LOAD", odb_alkey::detail::scripts::store.source});
      redis.run (load);

      raw_command look (mget (many) + words (many));
      std::deque<raw_command> keep;

      for (std::size_t i (0); i != many; ++i)
        keep.emplace_back (store (w, k[i], ""));

      auto by_hand = [&]
      {
        for (std::size_t i (0); i != many; ++i)
        {
          std::string s (unused_slot ());
          look.change (4 + many + i, s);
          keep[i].change (slot_of_store, s);
        }

        redis.run (look);
        return redis.run (keep);
      };

      if (by_hand ()->element[1]->integer != 1)
      {
        state.SkipWithError ("nothing is stored");
        return;
      }

      // They refer to the page.
      //
      std::vector<decltype (odb_alkey::args (rows.front (), page))> arguments;

      for (tracked_row& o : rows)
        arguments.push_back (odb_alkey::args (o, page));

      std::uint64_t before (w.alkey->stats ().values_stored);
      unsigned long first (page);
      alternation a (state, 2);

      for (auto _ : state)
      {
        a.measure ("raw", by_hand);
        a.measure ("fetch",
                   [&]
                   {
                     ++page;
                     std::vector<std::string> v (cache.fetch_many (
                       arguments, short_enough, compute_many));
                     benchmark::DoNotOptimize (v.data ());
                   });
      }

      if (w.alkey->stats ().values_stored - before != many * (page - first))
        state.SkipWithError ("some have not been stored");
    }

    // While the breaker is open.
    //
    void down (benchmark::State& state)
    {
      static world w;
      odb_alkey::cache cache (*w.alkey);
      std::vector<tracked_row> rows (objects (w, 1));
      tracked_row& row (rows.front ());

      w.redis.kill ();
      w.alkey->cache_key (row);

      if (w.alkey->stats ().down != 1)
      {
        state.SkipWithError ("the breaker is not open");
        return;
      }

      alternation a (state, 64);

      for (auto _ : state)
      {
        a.measure ("key",
                   [&]
                   {
                     odb_alkey::key k (w.alkey->cache_key (row));
                     benchmark::DoNotOptimize (k.str ().data ());
                   });
        a.measure ("fetch",
                   [&]
                   {
                     std::string v (cache.fetch (odb_alkey::args (row),
                                                 long_enough, compute));
                     benchmark::DoNotOptimize (v.data ());
                   });
      }
    }

    BENCHMARK_CAPTURE (hit, unix_socket, transport::unix_socket);
    BENCHMARK_CAPTURE (hit, tcp, transport::tcp);
    BENCHMARK (miss);
    BENCHMARK (many_hits);
    BENCHMARK (many_misses);
    BENCHMARK (down);

    bool compare_values (const std::string& what, const std::string& b,
                         const std::string& baseline, double ratio)
    {
      return compare ({what + " / " + baseline, b, "fetch", "raw",
                       quantity::time, relation::ratio, 1, ratio}) &&
             compare ({"its processor time more than that of hiredis", b,
                       "fetch", "raw", quantity::processor_time}) &&
             compare ({"its allocations beside hiredis's own", b, "fetch", "",
                       quantity::allocations});
    }

    const bool values (
      compare_values ("fetch of 1 KiB that is there", "hit/unix_socket",
                      "hiredis MGET, slot included", 1.10) &&
      compare_values ("fetch of 1 KiB that is there, over TCP", "hit/tcp",
                      "hiredis MGET, slot included", 1.10) &&
      compare_values ("fetch of 1 KiB that is not", "miss",
                      "hiredis MGET, SET and GET, EVALSHA", 0) &&
      compare_values ("fetch_many of 100 that are there", "many_hits",
                      "one hiredis MGET", 1.20) &&
      compare ({"the same / 100 hiredis MGETs at once", "many_hits", "fetch",
                "pipelined", quantity::time, relation::ratio}) &&
      compare_values ("fetch_many of 100 that are not", "many_misses",
                      "one hiredis MGET, 100 EVALSHAs at once", 0) &&
      compare ({"key while the breaker is open", "down", "key", "",
                quantity::processor_time, relation::difference, 1, 300}) &&
      compare ({"its allocations", "down", "key", "",
                quantity::allocations}) &&
      compare ({"fetch while the breaker is open", "down", "fetch", "",
                quantity::processor_time}));
  }
}
