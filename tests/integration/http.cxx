#include <odb_alkey/http.hxx>

#include <string>

#include <boost/test/unit_test.hpp>

#include <tests/support/two-processes.hxx>

using odb_alkey::key;
using odb_alkey::not_modified;

BOOST_FIXTURE_TEST_SUITE (http, tests::two_processes)

BOOST_AUTO_TEST_CASE (lists_of_tags_are_compared_weakly)
{
  key k (key_of (x));
  std::string t (k.etag ());

  for (const std::string& header :
       {t, "W/" + t, "\"a\", " + t, t + ",\"a\"",
        "\"a\" , W/" + t + " , \"b\"", " " + t + "\t", ",, " + t,
        "\"a,b\"," + t, std::string ("*"), std::string (" * ")})
    BOOST_TEST (not_modified (header, k), header);

  for (const std::string& header :
       {std::string (), std::string (" "), std::string ("\"a\""), t.substr (1),
        t.substr (0, t.size () - 1), "w/" + t, "W/ " + t, "a" + t,
        "\"a\" " + t, t.substr (1, t.size () - 2), std::string ("W/"),
        std::string ("\""), "*, " + t})
    BOOST_TEST (!not_modified (header, k), header);
}

BOOST_AUTO_TEST_CASE (a_change_is_a_modification)
{
  std::string t (key_of (x).etag ());
  BOOST_TEST (not_modified (t, key_of (x)));

  commit_with (x,
               [&]
               {
                 key k (key_of (x));
                 BOOST_TEST (!not_modified (t, k));
                 BOOST_TEST (!not_modified (k.etag (), key_of (x)));
               });
  wait_for_resets ();
  BOOST_TEST (!not_modified (t, key_of (x)));
}

BOOST_AUTO_TEST_SUITE_END ()
