// Members of composite ids as PostgreSQL gets them: with the most significant
// byte first.

#include <cstddef>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb/pgsql/pgsql-types.hxx>
#include <odb/version.hxx>

#include <odb_alkey/detail/composite-id.hxx>

namespace
{
  typedef odb::pgsql::bind bind;

  // ODB 2.5 and later bind those that may grow twice.
  //
  std::string text (bind::buffer_type type, const std::string& bytes)
  {
    bool twice (ODB_VERSION >= 20500 &&
                (type == bind::text || type == bind::bytea ||
                 type == bind::numeric || type == bind::varbit));
    std::string copy (bytes);
    char* data (&copy[0]);
    std::size_t size (bytes.size ());
    bind b = {};
    b.type = type;
    b.buffer = twice ? static_cast<void*> (&data) : data;
    b.size = &size;

    std::string r;
    BOOST_TEST (odb_alkey::detail::bound_part<bind>::append (r, b));
    return r;
  }
}

BOOST_AUTO_TEST_SUITE (bound_by_pgsql)

BOOST_AUTO_TEST_CASE (every_type_has_its_text)
{
  BOOST_TEST (text (bind::boolean_, "\1") == "1");
  BOOST_TEST (text (bind::smallint, "\xff\xfe") == "-2");
  BOOST_TEST (text (bind::smallint, "\x7f\xff") == "32767");
  BOOST_TEST (text (bind::integer, "\x80" + std::string (3, '\0')) ==
              "-2147483648");
  BOOST_TEST (text (bind::date, std::string (2, '\0') + "\1\2") == "258");
  BOOST_TEST (text (bind::bigint, std::string (8, '\xff')) == "-1");
  BOOST_TEST (text (bind::time, std::string (7, '\0') + "\7") == "7");
  BOOST_TEST (text (bind::timestamp, "\x7f" + std::string (7, '\xff')) ==
              "9223372036854775807");
  BOOST_TEST (text (bind::real, std::string ("\x3f\0\0\0", 4)) == "0.5");
  BOOST_TEST (text (bind::double_, std::string ("\xbf\xd0\0\0\0\0\0\0", 8)) ==
              "-0.25");
  BOOST_TEST (text (bind::text, "a,b") == "a%2Cb");
  BOOST_TEST (text (bind::bytea, std::string (1, '\0')) == "%00");
  BOOST_TEST (text (bind::bit, "1") == "1");
  BOOST_TEST (text (bind::varbit, "10") == "10");
  BOOST_TEST (text (bind::uuid, std::string (15, '\0') + "\x2a") ==
              "0000000000000000000000000000002a");
}

BOOST_AUTO_TEST_SUITE_END ()
