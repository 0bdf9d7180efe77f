// What a key and a value cost over TLS against hiredis over TLS, which
// verifies as much.
//
#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <hiredis.h>
#include <hiredis_ssl.h>
#include <openssl/ssl.h>

#include <odb_alkey/cache.hxx>
#include <odb_alkey/redis/url.hxx>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/raw-redis.hxx>
#include <tests/benchmark/table.hxx>
#include <tests/benchmark/values.hxx>
#include <tests/benchmark/wire.hxx>
#include <tests/support/certificates.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    redisContext* connect (const world& w)
    {
      const odb_alkey::redis::endpoint e (
        odb_alkey::redis::parse_url (w.url ()));
      const std::string& ca (tests::certificates::made ().authority.file);
      std::unique_ptr<SSL_CTX, void (*) (SSL_CTX*)> all (
        SSL_CTX_new (TLS_client_method ()), SSL_CTX_free);

      SSL_CTX_set_verify (all.get (), SSL_VERIFY_PEER, nullptr);
      SSL_CTX_load_verify_locations (all.get (), ca.c_str (), nullptr);

      SSL* s (SSL_new (all.get ()));
      SSL_set1_host (s, e.host.c_str ());
      redisContext* c (redisConnect (e.host.c_str (), e.port));

      if (c == nullptr || c->err != 0 || redisInitiateSSL (c, s) != REDIS_OK)
        throw std::runtime_error ("cannot connect to Redis over TLS");

      return c;
    }

    void encrypted_key (benchmark::State& state)
    {
      world& w (reading (transport::tls));
      std::size_t n (static_cast<std::size_t> (state.range (0)));
      std::vector<tracked_row> v (objects (w, n));

      raw_redis redis (connect (w));
      raw_command c (mget (n));
      raw_reply r (redis.run (c));

      if (!w.alkey->cache_key (v).storable () || r->elements != 3 + n ||
          r->element[2 + n]->type != REDIS_REPLY_STRING)
      {
        state.SkipWithError ("tokens are missing");
        return;
      }

      alternation a (state, 16);

      for (auto _ : state)
      {
        a.measure ("raw", [&] { redis.run (c); });
        a.measure ("key",
                   [&]
                   {
                     odb_alkey::key k (w.alkey->cache_key (v));
                     benchmark::DoNotOptimize (k.str ().data ());
                   });
      }
    }

    void encrypted_hit (benchmark::State& state)
    {
      const std::chrono::minutes long_enough (10);

      world& w (reading (transport::tls));
      odb_alkey::cache cache (*w.alkey);
      std::vector<tracked_row> rows (objects (w, 1));
      tracked_row& row (rows.front ());

      raw_redis redis (connect (w));
      raw_command c (mget (1) + words {slot (w.alkey->cache_key (row))});

      cache.fetch (odb_alkey::args (row), long_enough, compute);
      raw_reply r (redis.run (c));

      if (r->element[r->elements - 1]->type != REDIS_REPLY_STRING)
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
                     std::string x (cache.fetch (odb_alkey::args (row),
                                                 long_enough, compute));
                     benchmark::DoNotOptimize (x.data ());
                   });
      }
    }

    BENCHMARK (encrypted_key)->Arg (1)->Arg (100)->UseRealTime ();
    BENCHMARK (encrypted_hit);

    bool compare_key (const std::string& what, const std::string& n,
                      double ratio)
    {
      const std::string b ("encrypted_key/" + n);

      return compare ({what + " / hiredis MGET, over TLS", b, "key", "raw",
                       quantity::time, relation::ratio, 1, ratio}) &&
             compare ({"its processor time more than that of hiredis", b,
                       "key", "raw", quantity::processor_time});
    }

    const bool encrypted (
      compare_key ("key of 1 object", "1", 0) &&
      compare_key ("key of 100 objects", "100", 0) &&
      compare_values ("fetch of 1 KiB that is there, over TLS",
                      "encrypted_hit", "hiredis MGET, slot included", 0));
  }
}
