#include <odb_alkey/detail/touch-collector.hxx>

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/detail/table-names.hxx>
#include <odb_alkey/identifier.hxx>

using odb_alkey::identifier;

BOOST_AUTO_TEST_SUITE (touch_collector)

BOOST_AUTO_TEST_CASE (parents_come_from_ranges_and_from_the_values_of_maps)
{
  odb_alkey::detail::table_names names;
  odb_alkey::detail::touch_collector touch (names);

  touch (identifier ("alkey:users#1"));
  touch (std::vector<identifier> {identifier ("alkey:users#2"),
                                  identifier ("alkey:users#3")});
  touch (std::map<std::chrono::minutes, identifier> {
    {std::chrono::minutes (1), identifier ("alkey:users#4")},
    {std::chrono::minutes (2), identifier ("alkey:users#5")}});
  touch (std::map<int, std::vector<identifier>> {
    {1, {identifier ("alkey:users#6")}}});

  std::string all;

  for (const identifier& i : touch.identifiers ())
    all += i.str ().substr (i.str ().find ('#'));

  BOOST_TEST (all == "#1#2#3#4#5#6");
  BOOST_TEST (touch.sweeps ().empty ());
}

BOOST_AUTO_TEST_SUITE_END ()
