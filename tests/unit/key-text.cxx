#include <odb_alkey/tokens/key-text.hxx>

#include <cstddef>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace odb_alkey::detail;
using namespace odb_alkey::tokens;

BOOST_AUTO_TEST_SUITE (cache_entry)

BOOST_AUTO_TEST_CASE (a_value_begins_behind_its_key_and_a_space)
{
  const std::string key ("alkey;0;x"), bytes (key + " value");
  std::size_t begin (0);

  // Bytes behind the end do not count.
  //
  for (std::size_t n (0); n <= bytes.size (); ++n)
    BOOST_TEST (is_of (bytes.data (), n, key, begin) == (n > key.size ()));

  BOOST_TEST (begin == key.size () + 1);
  BOOST_TEST (!is_of (bytes.data () + 1, bytes.size () - 1, key, begin));
  BOOST_TEST (!is_of ("", 0, key, begin));
}

BOOST_AUTO_TEST_CASE (arguments_are_what_is_left_of_a_key_without_versions)
{
  BOOST_TEST (arguments_of ("alkey;0123456789abcdef;7/alkey:users#1;=a;12/"
                            "alkey:users#*") ==
              "alkey:users#1;=a;alkey:users#*");

  // A stored value may be no key at all, and begin like a version.
  //
  for (const char* text :
       {"7/alkey:0123456789abcdef0123456789 x", "/alkey:", "7/alkey:", "7", "",
        "0123456789012345678901/alkey:", "01234567890123456789012/alkey:x"})
    BOOST_TEST (arguments_of (text).size () <= std::string (text).size ());
}

BOOST_AUTO_TEST_CASE (an_entry_is_named_by_its_arguments)
{
  // It is stored so, and other versions of the library find it.
  //
  const std::string key ("p:value:{99aa06d3014798d86001c324468d497f}");
  BOOST_TEST (entry_key ("p:", "") == key);
  BOOST_TEST (entry_key_size ("p:") == key.size ());

  std::string all (key);
  append_entry_key (all, "p:", "alkey:users#1;=xyz", 13);
  BOOST_TEST (all == key + entry_key ("p:", "alkey:users#1"));
  BOOST_TEST (all.size () == 2 * key.size ());
}

BOOST_AUTO_TEST_CASE (a_lease_has_the_hash_tag_of_its_entry)
{
  const std::string arguments ("alkey:users#1;=a");
  const std::string key ("alkey;0123456789abcdef;7/" + arguments);
  BOOST_TEST (entry_key ("p:", arguments) ==
              "p:value:{3fa7ac8f77016036ee93c8ac52d9e67d}");
  BOOST_TEST (lease_key ("p:", key) ==
              "p:lease:{3fa7ac8f77016036ee93c8ac52d9e67d}"
              "a52317a73f3b047364235ed59ba63103");

  // Another version has another lease.
  //
  const std::string newer ("alkey;0123456789abcdef;8/" + arguments);
  const std::size_t tag (lease_key ("p:", key).find ('}') + 1);
  BOOST_TEST (lease_key ("p:", newer) != lease_key ("p:", key));
  BOOST_TEST (
    lease_key ("p:", newer).compare (0, tag, lease_key ("p:", key), 0, tag) ==
    0);
}

BOOST_AUTO_TEST_CASE (a_key_is_of_the_epoch_that_it_names)
{
  for (const char* key :
       {"alkey;0123456789abcdef", "alkey;0123456789abcdef;x"})
  {
    BOOST_TEST (is_of_epoch (key, 0x0123456789abcdef));
    BOOST_TEST (!is_of_epoch (key, 0x0123456789abcdee));
    BOOST_TEST (!is_of_epoch (key, 0));
  }

  for (const char* text : {"", "alkey;", "alkey;0123456789abcde", "alkey"})
    BOOST_TEST (!is_of_epoch (text, 0x0123456789abcdef), text);
}

BOOST_AUTO_TEST_SUITE_END ()
