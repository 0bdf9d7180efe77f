// The cost of a cached value that is missing, besides that of computing it,
// against asking Redis by hand for the same.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <odb_alkey/cache.hxx>
#include <odb_alkey/tokens/key-text.hxx>
#include <odb_alkey/tokens/scripts.hxx>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/raw-redis.hxx>
#include <tests/benchmark/values.hxx>
#include <tests/benchmark/wire.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    // The time to live of values that are never asked for again. It is short,
    // so that Redis does not fill up.
    //
    const std::chrono::milliseconds short_enough (1000);

    const std::string lease ("0123456789abcdef0123456789abcdef");

    // An entry of no key, and another one each time.
    //
    std::string unused_entry ()
    {
      static unsigned long n (0);
      std::string digits (std::to_string (++n));
      return "alkey:value:{" + std::string (32 - digits.size (), '0') +
             digits + '}';
    }

    // The script's call, and the word in it that is the entry.
    //
    words store (const odb_alkey::key& k, const std::string& by)
    {
      return {"EVALSHA",
              odb_alkey::tokens::scripts::store.sha1,
              "2",
              "",
              odb_alkey::tokens::lease_key ("alkey:", k.str ()),
              k.str (),
              std::to_string (odb_alkey::tokens::arguments_begin () + 1),
              odb_alkey::tokens::stored_form (k.str (), compute ()),
              std::to_string (short_enough.count ()),
              by};
    }

    const std::size_t entry_of_store (3);

    // Each page that is fetched is one that nobody has asked for before.
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
      redis.load (odb_alkey::tokens::scripts::store.source);

      raw_command look (mget (1) + words {""});
      std::deque<raw_command> claim;
      claim.emplace_back (
        words {"SET", odb_alkey::tokens::lease_key ("alkey:", k.str ()), lease,
               "NX", "PX", "5000"});
      claim.emplace_back (words {"GET", ""});
      raw_command keep (store (k, lease));

      auto by_hand = [&]
      {
        std::string s (unused_entry ());
        look.change (5, s);
        claim.back ().change (1, s);
        keep.change (entry_of_store, s);
        redis.run (look);
        redis.run (claim);
        return redis.run (keep);
      };

      if (!k.storable () || by_hand ()->integer != 1)
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
      std::vector<odb_alkey::key> k (keys (*w.alkey, rows));
      unsigned long& page (next_page ());

      raw_redis redis (w.url ());
      redis.load (odb_alkey::tokens::scripts::store.source);

      raw_command look (mget (many) + words (many));
      std::deque<raw_command> keep;

      for (std::size_t i (0); i != many; ++i)
        keep.emplace_back (store (k[i], ""));

      auto by_hand = [&]
      {
        for (std::size_t i (0); i != many; ++i)
        {
          std::string s (unused_entry ());
          look.change (4 + many + i, s);
          keep[i].change (entry_of_store, s);
        }

        redis.run (look);
        return redis.run (keep);
      };

      if (by_hand ()->integer != 1)
      {
        state.SkipWithError ("nothing is stored");
        return;
      }

      std::uint64_t before (w.alkey->stats ().values_stored);
      unsigned long first (page);
      alternation a (state, 2);

      for (auto _ : state)
      {
        a.measure ("raw", by_hand);
        a.measure (
          "fetch",
          [&]
          {
            std::vector<decltype (odb_alkey::args (rows[0], page))> arguments;
            arguments.reserve (rows.size ());
            ++page;

            for (tracked_row& o : rows)
              arguments.push_back (odb_alkey::args (o, page));

            std::vector<std::string> v (
              cache.fetch_many (arguments, short_enough, compute_many));
            benchmark::DoNotOptimize (v.data ());
          });
      }

      if (w.alkey->stats ().values_stored - before != many * (page - first))
        state.SkipWithError ("some have not been stored");
    }

    BENCHMARK (miss);
    BENCHMARK (many_misses);
  }
}
