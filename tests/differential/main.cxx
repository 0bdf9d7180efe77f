#define BOOST_TEST_MODULE odb_alkey differential
#include <boost/test/unit_test.hpp>

#include <memory>

#include "subject.hxx"

namespace
{
  std::unique_ptr<differential::subject> the_subject;

  struct for_all
  {
    for_all ()
    {
      the_subject = differential::make_subject ();
    }

    ~for_all ()
    {
      the_subject.reset ();
    }
  };
}

BOOST_TEST_GLOBAL_FIXTURE (for_all);

differential::subject& differential::database ()
{
  return *the_subject;
}
