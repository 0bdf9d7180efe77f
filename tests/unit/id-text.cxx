#include <odb_alkey/detail/id-text.hxx>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <odb/nullable.hxx>

#include <odb_alkey/exception.hxx>

using odb_alkey::detail::id_text;
using odb_alkey::detail::id_value;

namespace
{
  enum class planet
  {
    venus = 2,
    earth
  };

  template <typename Id>
  bool comes_back (const Id& id)
  {
    std::string text;
    id_text<Id>::append (text, id);
    Id read {};
    return id_value<Id>::read (text, read) && read == id;
  }

  template <typename Id>
  bool readable (const std::string& text)
  {
    Id id {};
    return id_value<Id>::read (text, id);
  }
}

BOOST_AUTO_TEST_SUITE (texts_of_ids)

BOOST_AUTO_TEST_CASE (ids_come_back)
{
  BOOST_TEST (comes_back (0));
  BOOST_TEST (comes_back (std::numeric_limits<int>::min ()));
  BOOST_TEST (comes_back (std::numeric_limits<std::int64_t>::min ()));
  BOOST_TEST (comes_back (std::numeric_limits<std::uint64_t>::max ()));
  BOOST_TEST (comes_back (static_cast<unsigned char> (200)));
  BOOST_TEST (comes_back (planet::earth));
  BOOST_TEST (comes_back (std::string ()));
  BOOST_TEST (comes_back (std::string ("a,b/%\0\xc3\xa4", 8)));
  BOOST_TEST (comes_back (std::make_pair (-3, std::string ("a,b"))));
}

// A class may begin or cease to wrap its id: the identifiers stay.
//
BOOST_AUTO_TEST_CASE (a_wrapper_has_the_text_of_its_value)
{
  typedef odb::nullable<std::string> name;

  BOOST_TEST (comes_back (odb::nullable<int> (-7)));
  BOOST_TEST (comes_back (name ("a,b")));

  std::string text;
  id_text<name>::append (text, name ("a,b"));
  BOOST_TEST (text == "a%2Cb");
  BOOST_CHECK_THROW (id_text<name>::append (text, name ()),
                     odb_alkey::exception);
}

BOOST_AUTO_TEST_CASE (what_is_no_id_of_the_type_does_not)
{
  for (const char* text : {"", "-", "a", "1a", "01", "-0", "+1", "1,2",
                           "99999999999999999999", "300"})
    BOOST_TEST_CONTEXT (text)
  BOOST_TEST (!readable<unsigned char> (text));

  BOOST_TEST (!readable<unsigned> ("-1"));
  BOOST_TEST (!readable<int> ("4294967297"));
  BOOST_TEST ((!readable<std::pair<int, int>> ("1")));
  BOOST_TEST ((!readable<std::pair<int, int>> ("1,a")));

  // Types of which the text is all that is known.
  //
  BOOST_TEST (!readable<double> ("1.5"));
}

BOOST_AUTO_TEST_SUITE_END ()
