// Members of composite ids by the numbers that MySQL's header has for them.

#include <string>

#include <boost/test/unit_test.hpp>

#include <odb/mysql/mysql.hxx>

#include <odb_alkey/detail/composite-id.hxx>

namespace
{
  template <typename T>
  std::string text (enum_field_types type, T value, bool is_unsigned = false)
  {
    unsigned long length (sizeof (value));
    MYSQL_BIND b = {};
    b.buffer_type = type;
    b.buffer = &value;
    b.length = &length;
    b.is_unsigned = is_unsigned;

    std::string r;
    return odb_alkey::detail::bound_part<MYSQL_BIND>::append (r, b) ? r
                                                                    : "none";
  }
}

BOOST_AUTO_TEST_SUITE (bound_by_mysql)

BOOST_AUTO_TEST_CASE (every_type_has_its_text)
{
  BOOST_TEST (text (MYSQL_TYPE_TINY, static_cast<signed char> (-1)) == "-1");
  BOOST_TEST (text (MYSQL_TYPE_TINY, static_cast<signed char> (-1), true) ==
              "255");
  BOOST_TEST (text (MYSQL_TYPE_SHORT, static_cast<short> (-2)) == "-2");
  BOOST_TEST (text (MYSQL_TYPE_SHORT, static_cast<short> (-2), true) ==
              "65534");
  BOOST_TEST (text (MYSQL_TYPE_LONG, -3) == "-3");
  BOOST_TEST (text (MYSQL_TYPE_LONG, -3, true) == "4294967293");
  BOOST_TEST (text (MYSQL_TYPE_LONGLONG, -4LL) == "-4");
  BOOST_TEST (text (MYSQL_TYPE_LONGLONG, -4LL, true) ==
              "18446744073709551612");
  BOOST_TEST (text (MYSQL_TYPE_FLOAT, 0.5f) == "0.5");
  BOOST_TEST (text (MYSQL_TYPE_DOUBLE, -0.25) == "-0.25");
  BOOST_TEST (text (MYSQL_TYPE_STRING, 'a') == "a");
  BOOST_TEST (text (MYSQL_TYPE_BLOB, ',') == "%2C");
  BOOST_TEST (text (MYSQL_TYPE_NEWDECIMAL, '7') == "7");

  for (enum_field_types t : {MYSQL_TYPE_DATE, MYSQL_TYPE_TIME,
                             MYSQL_TYPE_DATETIME, MYSQL_TYPE_TIMESTAMP})
    BOOST_TEST (text (t, MYSQL_TIME ()) == "none");
}

BOOST_AUTO_TEST_SUITE_END ()
