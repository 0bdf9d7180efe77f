// What the processor does for a key besides waiting for Redis: with a server
// that has answered before it is asked.

#include <cstddef>
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
    void key_alone (benchmark::State& state)
    {
      world& w (reading ());
      std::size_t n (static_cast<std::size_t> (state.range (0)));
      std::vector<tracked_row> v (objects (w, n));
      raw_command c (mget (n));
      std::string bytes (c.bytes ());
      std::string reply (as_sent (*raw_redis (w.url ()).run (c)));

      fed_socket for_bare, for_raw, for_key;
      raw_redis bare (for_bare.client ());
      raw_redis raw (for_raw.client ());
      diversion d (*w.alkey, for_key);
      unsigned block (n > 10 ? 16 : 64);
      alternation a (state, block);
      bool same (true);

      auto measure = [&] (const char* name, fed_socket& s, auto f)
      {
        s.feed (reply, block);
        a.measure (name, f);
        same = s.take (bytes, block) && same;
      };

      for (auto _ : state)
      {
        d.check ();
        measure ("bare", for_bare,
                 [&] { bare.round_trip (bytes, reply.size ()); });
        measure ("raw", for_raw, [&] { raw.run (c); });
        measure ("key", for_key,
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
