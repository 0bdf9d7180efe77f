#define BOOST_TEST_MODULE odb_alkey on a database
#include <boost/test/unit_test.hpp>

#include <memory>

#include "clients.hxx"

namespace
{
  std::unique_ptr<tests::database_server> the_server;

  struct for_all
  {
    for_all ()
    {
      the_server = tests::MAKE_SERVER ();
    }

    ~for_all ()
    {
      the_server.reset ();
    }
  };
}

BOOST_TEST_GLOBAL_FIXTURE (for_all);

tests::database_server& tests::server ()
{
  return *the_server;
}
