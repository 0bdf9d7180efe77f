// The cost of a key and of a value over TLS against hiredis over TLS, which
// verifies as much.
//
#include <memory>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>

#include <hiredis.h>
#include <hiredis_ssl.h>
#include <openssl/ssl.h>

#include <odb_alkey/redis/url.hxx>

#include <tests/benchmark/values.hxx>
#include <tests/support/certificates.hxx>

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
      raw_redis redis (connect (w));
      measure_key (state, w, redis);
    }

    void encrypted_hit (benchmark::State& state)
    {
      world& w (reading (transport::tls));
      raw_redis redis (connect (w));
      measure_hit (state, w, redis);
    }

    BENCHMARK (encrypted_key)->Arg (1)->Arg (100)->UseRealTime ();
    BENCHMARK (encrypted_hit);
  }
}
