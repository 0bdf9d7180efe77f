// The processor time of a key besides waiting for Redis: with a server that
// has answered before it is asked.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/fed-socket.hxx>
#include <tests/benchmark/raw-redis.hxx>
#include <tests/benchmark/wire.hxx>
#include <tests/benchmark/world.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    // The origin of a key's MGET takes turns in so many places, so that the
    // reply to another request is noticed.
    //
    const unsigned places (4);

    struct exchange
    {
      std::string request;
      std::string reply;
    };

    // One for each place.
    //
    std::vector<exchange> exchanges (world& w, std::size_t n)
    {
      raw_redis redis (w.url ());
      std::vector<exchange> r;

      for (unsigned place (0); place != places; ++place)
      {
        std::vector<std::string> words (mget (n));
        auto origin (words.begin () + 1);
        std::rotate (origin, origin + 1, origin + 1 + place);
        raw_command c (words);
        r.push_back ({c.bytes (), as_sent (*redis.run (c))});
      }

      return r;
    }

    void key_alone (benchmark::State& state)
    {
      world& w (reading ());
      std::size_t n (static_cast<std::size_t> (state.range (0)));
      std::vector<tracked_row> v (objects (w, n));
      raw_command c (mget (n));
      const std::vector<exchange> all (exchanges (w, n));

      fed_socket for_bare, for_raw, for_key;
      raw_redis bare (for_bare.client ());
      raw_redis raw (for_raw.client ());
      diversion d (*w.alkey, for_key);
      unsigned block (n > 10 ? 16 : 64);
      alternation a (state, block);
      bool same (true);

      // The first of a block is the exchange of this number, and each of them
      // is so many further than the one before.
      //
      auto measure = [&] (const char* name, fed_socket& s, std::uint64_t first,
                          unsigned step, auto f)
      {
        for (unsigned i (0); i != block; ++i)
          s.feed (all[(first + i * step) % places].reply);

        a.measure (name, f);

        for (unsigned i (0); i != block; ++i)
          same = s.take (all[(first + i * step) % places].request) && same;
      };

      for (auto _ : state)
      {
        d.check ();
        measure ("bare", for_bare, 0, 0,
                 [&]
                 { bare.round_trip (all[0].request, all[0].reply.size ()); });
        measure ("raw", for_raw, 0, 0, [&] { raw.run (c); });
        measure ("key", for_key, d.sent (), 1,
                 [&]
                 {
                   odb_alkey::key k (w.alkey->cache_key (v));
                   same = k.storable () && same;
                 });
      }

      if (!same)
        state.SkipWithError ("the library asks for something else");
    }

    BENCHMARK (key_alone)->Arg (1)->Arg (10)->Arg (100);
  }
}
