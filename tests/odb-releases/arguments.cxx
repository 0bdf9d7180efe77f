// Arguments of keys, and values, that C++ has from 17 on. The headers of
// libodb 2.4 do not compile as C++17.

#if __cplusplus >= 201703L

  #include <chrono>
  #include <optional>
  #include <string>
  #include <string_view>

  #include <boost/test/unit_test.hpp>

  #include <odb_alkey/cache.hxx>

  #include "with-plugin.hxx"

BOOST_FIXTURE_TEST_SUITE (arguments_of_17, tests::with_plugin)

BOOST_AUTO_TEST_CASE (a_missing_value_is_null)
{
  auto key = [this] (const auto&... a)
  {
    return alkey.cache_key (a...).str ();
  };

  BOOST_TEST (key (std::nullopt) == key (nullptr));
  BOOST_TEST (key (std::optional<int> ()) == key (std::nullopt));
  BOOST_TEST (key (std::optional<int> (7)) == key (7));
  BOOST_TEST (key (std::string_view ("a b").substr (0, 1)) == key ("a"));
  BOOST_TEST (key (std::string_view ("alkey:main.note#1")) ==
              key (odb_alkey::one<note> (1)));
}

BOOST_AUTO_TEST_CASE (an_optional_value_is_fetched)
{
  odb_alkey::cache cache (alkey);
  int computed (0);
  auto fetch = [&]
  {
    return cache.fetch (odb_alkey::args (odb_alkey::one<note> (1)),
                        std::chrono::minutes (1),
                        [&]
                        {
                          ++computed;
                          return std::optional<std::string> ("x");
                        });
  };

  BOOST_TEST (*fetch () == "x");
  BOOST_TEST (*fetch () == "x");
  BOOST_TEST (computed == 1);
}

BOOST_AUTO_TEST_CASE (an_optional_member_is_an_argument)
{
  label l;
  l.id = 1;
  BOOST_TEST (changes (l, 1));
  BOOST_TEST (alkey.cache_key (l.text).str () ==
              alkey.cache_key (std::nullopt).str ());
}

BOOST_AUTO_TEST_SUITE_END ()

#endif
