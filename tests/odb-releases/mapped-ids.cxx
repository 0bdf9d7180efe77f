// An id that the database has as another type.

#include <boost/test/unit_test.hpp>

#include "with-plugin.hxx"

#include "colours-odb.hxx"

BOOST_FIXTURE_TEST_SUITE (mapped_ids, tests::with_plugin)

BOOST_AUTO_TEST_CASE (the_id_is_mapped)
{
  marker m;
  m.id = colour::green;
  BOOST_TEST (changes (m, colour::green));
}

BOOST_AUTO_TEST_SUITE_END ()
