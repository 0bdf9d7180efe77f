#include <odb_alkey/codecs/boost.hxx>

#include <exception>
#include <string>
#include <vector>

#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/test/unit_test.hpp>

#include <odb_alkey/detail/checksum.hxx>

#include <tests/support/foreign-locale.hxx>

using odb_alkey::codec;
using odb_alkey::detail::with_checksum;

namespace
{
  struct profile
  {
    std::string name;
    std::vector<double> scores;

    template <typename Archive>
    void serialize (Archive& a, unsigned)
    {
      a& name& scores;
    }
  };

  struct less
  {
    std::string name;

    template <typename Archive>
    void serialize (Archive& a, unsigned)
    {
      a& name;
    }
  };

  const profile sample {"a\nb c", {1.5, -1234567, 0.1}};
}

namespace odb_alkey
{
  template <>
  struct codec<profile>: boost_codec<profile>
  {
  };

  template <>
  struct codec<less>: boost_codec<less>
  {
  };
}

BOOST_AUTO_TEST_SUITE (boost_codec)

BOOST_AUTO_TEST_CASE (values_are_text_archives)
{
  const std::string bytes (codec<profile>::encode (sample));
  profile r (codec<profile>::decode (bytes));
  BOOST_TEST (r.name == sample.name);
  BOOST_TEST (r.scores == sample.scores);

  // No locale is a part of it, such as of a length above 1,000.
  //
  const profile large {std::string (1234, 'a'), {1.5}};
  const std::string before (codec<profile>::encode (large));
  tests::foreign_locale l;
  BOOST_TEST (codec<profile>::encode (large) == before);
  r = codec<profile>::decode (before);
  BOOST_TEST (r.name == large.name);
  BOOST_TEST (r.scores == large.scores);
}

BOOST_AUTO_TEST_CASE (a_checksum_has_one_value)
{
  // It is stored so, whichever library made it: FNV-1a has these.
  //
  BOOST_TEST (with_checksum ("") == "cbf29ce484222325");
  BOOST_TEST (with_checksum ("foobar") == "85944171f73967e8foobar");
}

BOOST_AUTO_TEST_CASE (what_was_truncated_or_changed_is_not_read)
{
  const std::string bytes (codec<profile>::encode (sample));

  for (std::size_t n (0); n != bytes.size (); ++n)
  {
    BOOST_CHECK_THROW (codec<profile>::decode (bytes.substr (0, n)),
                       odb_alkey::exception);

    std::string other (bytes);
    other[n] = static_cast<char> (other[n] + 1);
    BOOST_CHECK_THROW (codec<profile>::decode (other), odb_alkey::exception);
  }

  BOOST_CHECK_THROW (codec<profile>::decode (bytes + " "),
                     odb_alkey::exception);
}

BOOST_AUTO_TEST_CASE (an_archive_of_more_or_less_is_not_read)
{
  BOOST_CHECK_THROW (codec<less>::decode (codec<profile>::encode (sample)),
                     odb_alkey::exception);
  BOOST_CHECK_THROW (codec<profile>::decode (codec<less>::encode ({"a"})),
                     std::exception);
  BOOST_CHECK_THROW (codec<profile>::decode (with_checksum ("no archive")),
                     std::exception);
}

BOOST_AUTO_TEST_SUITE_END ()
