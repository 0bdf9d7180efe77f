#include <odb_alkey/codecs/json.hxx>

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using odb_alkey::codec;

namespace
{
  struct profile
  {
    std::string name;
    std::vector<int> scores;
  };

  void to_json (nlohmann::json& j, const profile& p)
  {
    j = {{"name", p.name}, {"scores", p.scores}};
  }

  void from_json (const nlohmann::json& j, profile& p)
  {
    j.at ("name").get_to (p.name);
    j.at ("scores").get_to (p.scores);
  }
}

namespace odb_alkey
{
  template <>
  struct codec<profile>: json_codec<profile>
  {
  };

  template <>
  struct codec<nlohmann::json>: json_codec<nlohmann::json>
  {
  };
}

BOOST_AUTO_TEST_SUITE (json_codec)

BOOST_AUTO_TEST_CASE (values_are_the_text_of_json)
{
  const profile p {"\xc3\x89mile \"x\"", {1, -2}};
  const std::string bytes (codec<profile>::encode (p));
  BOOST_TEST (bytes ==
              "{\"name\":\"\xc3\x89mile \\\"x\\\"\",\"scores\":[1,-2]}");

  profile r (codec<profile>::decode (bytes));
  BOOST_TEST (r.name == p.name);
  BOOST_TEST (r.scores == p.scores);

  // A part of more, by the codec of that.
  //
  std::vector<profile> v (codec<std::vector<profile>>::decode (
    codec<std::vector<profile>>::encode ({p, p})));
  BOOST_TEST (v.size () == 2U);
  BOOST_TEST (v[1].name == p.name);

  // A single value is not made an array of one.
  //
  const nlohmann::json j {{"a", 1}};
  BOOST_TEST (codec<nlohmann::json>::encode (j) == "{\"a\":1}");
  BOOST_TEST ((codec<nlohmann::json>::decode ("{\"a\":1}") == j));
}

BOOST_AUTO_TEST_CASE (malformed_json_is_not_read)
{
  const std::string bytes (codec<profile>::encode ({"a", {1}}));

  for (std::size_t n (0); n != bytes.size (); ++n)
    BOOST_CHECK_THROW (codec<profile>::decode (bytes.substr (0, n)),
                       nlohmann::json::exception);

  for (const std::string& s :
       {bytes + "x", bytes + bytes, std::string ("[]"), std::string ("{}"),
        std::string ("{\"name\":1,\"scores\":[]}"), std::string (100000, '[')})
    BOOST_CHECK_THROW (codec<profile>::decode (s), nlohmann::json::exception);
}

BOOST_AUTO_TEST_CASE (what_is_not_utf_8_is_not_written)
{
  BOOST_CHECK_THROW (codec<profile>::encode ({"\xff", {}}),
                     nlohmann::json::exception);
}

BOOST_AUTO_TEST_SUITE_END ()
