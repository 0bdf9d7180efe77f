#include <odb_alkey/values/slot.hxx>

#include <cstddef>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace odb_alkey::detail;

BOOST_AUTO_TEST_SUITE (value_slot)

BOOST_AUTO_TEST_CASE (a_value_begins_behind_its_key_and_a_space)
{
  const std::string key ("alkey;0;x"), bytes (key + " value");
  std::size_t begin (0);

  // What is behind the end does not count.
  //
  for (std::size_t n (0); n <= bytes.size (); ++n)
    BOOST_TEST (is_of (bytes.data (), n, key, begin) == (n > key.size ()));

  BOOST_TEST (begin == key.size () + 1);
  BOOST_TEST (!is_of (bytes.data () + 1, bytes.size () - 1, key, begin));
  BOOST_TEST (!is_of ("", 0, key, begin));
}

BOOST_AUTO_TEST_CASE (a_slot_is_named_by_its_arguments)
{
  // As it is stored: other versions of the library find it.
  //
  std::string key ("p:value:99aa06d3014798d86001c324468d497f");
  BOOST_TEST (slot_key ("p:", "") == key);
  BOOST_TEST (slot_key_size ("p:") == key.size ());

  std::string all (key);
  append_slot_key (all, "p:", "alkey:users#1;=xyz", 13);
  BOOST_TEST (all == key + slot_key ("p:", "alkey:users#1"));
}

BOOST_AUTO_TEST_SUITE_END ()
