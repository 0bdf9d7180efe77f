#define BOOST_TEST_MODULE odb_alkey on a database
#include <boost/test/unit_test.hpp>

#include "clients.hxx"

tests::database_server& tests::server ()
{
  static const std::unique_ptr<database_server> s (MAKE_SERVER ());
  return *s;
}
