// std::optional, in C++17, as which libodb 2.4 does not compile: the codecs
// include nothing of it.

#define BOOST_TEST_MODULE codec_optional

#include <odb_alkey/detail/compound-codec.hxx>

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using odb_alkey::codec;

BOOST_AUTO_TEST_CASE (an_optional_is_written_as_a_nullable)
{
  typedef std::optional<std::string> optional;

  for (const optional& o :
       {optional (), optional (""), optional ("0"), optional ("abc")})
  {
    const std::string bytes (codec<optional>::encode (o));
    BOOST_TEST (bytes == (o ? '1' + *o : "0"));
    BOOST_TEST ((codec<optional>::decode (bytes) == o));
  }

  typedef std::map<int, std::vector<std::optional<int>>> nested;
  const nested n {{1, {std::nullopt, 7}}};
  BOOST_TEST (codec<nested>::encode (n) == "1;1:1,11:2;1:0,2:17,,");
  BOOST_TEST ((codec<nested>::decode (codec<nested>::encode (n)) == n));

  typedef std::optional<std::optional<int>> twice;
  for (const twice& t : {twice (), twice (std::optional<int> ()), twice (7)})
    BOOST_TEST ((codec<twice>::decode (codec<twice>::encode (t)) == t));
}

BOOST_AUTO_TEST_CASE (other_bytes_are_malformed)
{
  for (const char* bytes : {"", "1", "2", "00", "1x"})
    BOOST_CHECK_THROW (codec<std::optional<int>>::decode (bytes),
                       std::exception);
}
