#ifndef TESTS_INTEGRATION_ENCRYPTED_HXX
#define TESTS_INTEGRATION_ENCRYPTED_HXX

#include <initializer_list>
#include <iostream>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/tls.hxx>

#include <tests/support/certificates.hxx>
#include <tests/support/redis-server.hxx>
#include <tests/support/thrown.hxx>

namespace tests
{
  // Suites that need TLS have this as their precondition: where it is not in,
  // they are skipped, and say so.
  //
  inline boost::test_tools::assertion_result
  tls_is_in (boost::unit_test::test_unit_id id)
  {
    const std::string why (odb_alkey::redis::why_no_tls ());

    if (!why.empty ())
      std::cerr << "SKIPPED: "
                << boost::unit_test::framework::get (id,
                                                     boost::unit_test::TUT_ANY)
                     .p_name
                << ", since " << why << '\n';

    return why.empty ();
  }

  inline boost::test_tools::assertion_result
  tls_is_not_in (boost::unit_test::test_unit_id)
  {
    return !odb_alkey::redis::why_no_tls ().empty ();
  }

  // Fails unless a connection, which may take so long, throws what says all
  // of these.
  //
  inline void refuses (const odb_alkey::redis::endpoint& e,
                       std::initializer_list<const char*> parts,
                       const odb_alkey::redis::timeouts& t = talk::patient)
  {
    refuses<odb_alkey::redis_unavailable> (
      [&] { odb_alkey::redis::connection (e, t, talk::late ()); }, parts);
  }

  inline bool works (const odb_alkey::redis::endpoint& e)
  {
    odb_alkey::redis::connection c (e, talk::patient, talk::late ());
    return talk::ask (c, {"PING"}).str () == "PONG";
  }
}

#endif // TESTS_INTEGRATION_ENCRYPTED_HXX
