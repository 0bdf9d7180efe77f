// Ids and members of types that ODB has from 2.5 and 2.6 on.

#include <string>

#include <boost/test/unit_test.hpp>

#include "with-plugin.hxx"

BOOST_FIXTURE_TEST_SUITE (ids, tests::with_plugin)

BOOST_AUTO_TEST_CASE (the_id_is_a_part_of_a_value)
{
  folder f;
  f.where.shelf = "a b";
  BOOST_TEST (changes (f, std::string ("a b")));
}

BOOST_AUTO_TEST_CASE (the_id_has_a_wrapper)
{
  label l;
  BOOST_CHECK_EXCEPTION (
    alkey.token (l), odb_alkey::exception,
    [] (const odb_alkey::exception& e)
    { return std::string (e.what ()).find ("is null") != std::string::npos; });
  l.id = 7;
  BOOST_TEST (changes (l, 7));
  BOOST_TEST (alkey.token (l) == alkey.token ("alkey:main.label#7"));
}

BOOST_AUTO_TEST_SUITE_END ()
