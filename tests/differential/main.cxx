#define BOOST_TEST_MODULE odb_alkey differential
#include <boost/test/unit_test.hpp>

#include "subject.hxx"

differential::subject& differential::database ()
{
  static const std::unique_ptr<subject> s (make_subject ());
  return *s;
}
