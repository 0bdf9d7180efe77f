// Host names: the system's resolver may take its time, a call may not.

#include <dlfcn.h>
#include <netdb.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/resolver.hxx>

#include <tests/support/environment.hxx>
#include <tests/support/thrown.hxx>

namespace
{
  typedef int resolver (const char*, const char*, const addrinfo*, addrinfo**);

  std::atomic<bool> hanging (false);
  std::atomic<int> inside (0);
}

// Takes the place of the C library's in this program. A name server that does
// not answer is what it cannot have by other means.
//
extern "C" int getaddrinfo (const char* host, const char* port,
                            const addrinfo* hints, addrinfo** found)
{
  static resolver* const real (
    reinterpret_cast<resolver*> (dlsym (RTLD_NEXT, "getaddrinfo")));

  bool name (std::strcmp (host, "redis.test") == 0);

  if (!name || (hints->ai_flags & AI_NUMERICHOST) != 0)
    return real (host, port, hints, found);

  ++inside;

  while (hanging)
    std::this_thread::sleep_for (std::chrono::milliseconds (1));

  --inside;
  return real ("127.0.0.1", port, hints, found);
}

namespace
{
  using odb_alkey::redis::addresses;
  using odb_alkey::redis::resolve;
  using tests::says;

  // No thread may still be in there when the next one comes.
  //
  struct fixture
  {
    ~fixture ()
    {
      hanging = false;

      while (inside != 0)
        std::this_thread::yield ();
    }
  };

  std::string refusal (const std::string& host, int milliseconds)
  {
    return tests::thrown<odb_alkey::redis_unavailable> (
      [&] {
        resolve (host, 1, talk::in (std::chrono::milliseconds (milliseconds)));
      });
  }
}

BOOST_FIXTURE_TEST_SUITE (resolving, fixture)

BOOST_AUTO_TEST_CASE (names_and_addresses)
{
  BOOST_TEST ((resolve ("redis.test", 7, talk::late ()) != nullptr));
  BOOST_TEST ((resolve ("127.0.0.1", 7, talk::late ()) != nullptr));
  BOOST_TEST ((resolve ("::1", 7, talk::late ()) != nullptr));
  BOOST_TEST (says (refusal ("no host.invalid", 20000), "not found"));
}

BOOST_AUTO_TEST_CASE (
  a_resolver_that_hangs_keeps_no_caller_beyond_its_deadline)
{
  hanging = true;
  BOOST_TEST (says (refusal ("redis.test", 5), "takes too long"));

  // However often it is tried, one asks.
  //
  for (int i (0); i != 10; ++i)
    BOOST_TEST (refusal ("redis.test", 1) != "");

  BOOST_TEST (inside <= 1);
}

BOOST_AUTO_TEST_CASE (a_handler_stays_within_its_budget)
{
  typedef std::chrono::steady_clock steady;

  tests::environment e ({}, redis_server::listen::local_and_tcp);
  odb_alkey::options o (e.options ());
  o.url = "redis://redis.test:" + std::to_string (e.redis.port ());
  o.connect_timeout = o.command_timeout = std::chrono::milliseconds (50);
  o.budget = std::chrono::milliseconds (80);
  e.renew (o);

  hanging = true;
  steady::time_point begin (steady::now ());
  BOOST_TEST (!e.alkey->refresh ());
  BOOST_TEST ((steady::now () - begin < std::chrono::seconds (5)));

  hanging = false;
  BOOST_TEST (e.alkey->flush (tests::patience) == 0U);
  BOOST_TEST (e.alkey->refresh ());
}

BOOST_AUTO_TEST_SUITE_END ()
