#include <odb_alkey/stats.hxx>

#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <tests/support/thrown.hxx>

BOOST_AUTO_TEST_SUITE (statistics)

BOOST_AUTO_TEST_CASE (prometheus_reads_them)
{
  odb_alkey::stats s;
  s.storable = 7;
  s.errors_full = 3;
  s.down = 1;

  std::istringstream text (s.prometheus ("database=\"blog\""));
  std::map<std::string, std::string> values;
  std::set<std::string> types;
  std::set<std::string> seen;
  std::string last;

  for (std::string line; std::getline (text, line);)
    BOOST_TEST_CONTEXT (line)
    {
      if (line.compare (0, 7, "# TYPE ") == 0)
        BOOST_TEST (
          types.insert (line.substr (7, line.find (' ', 7) - 7)).second);

      if (line[0] == '#')
        continue;

      std::size_t end (line.rfind (' '));
      std::string name (line, 0, line.find ('{'));
      BOOST_TEST (
        values.emplace (line.substr (0, end), line.substr (end + 1)).second);

      // All of one name stand together, behind their type.
      //
      BOOST_TEST ((name == last || seen.insert (name).second));
      BOOST_TEST (types.count (name) == 1U);
      last = name;
    }

  BOOST_TEST (
    values["odb_alkey_keys_total{database=\"blog\",result=\"storable\"}"] ==
    "7");
  BOOST_TEST (
    values["odb_alkey_server_errors_total{database=\"blog\",kind=\"full\"}"] ==
    "3");
  BOOST_TEST (values["odb_alkey_down{database=\"blog\"}"] == "1");
  BOOST_TEST (values["odb_alkey_repairs_total{database=\"blog\"}"] == "0");

  // Each number but the sum of all keys is there.
  //
  BOOST_TEST (values.size () ==
              ((sizeof (odb_alkey::stats) -
                sizeof (std::vector<odb_alkey::stats::node>) -
                sizeof (std::vector<odb_alkey::stats::table>)) /
               sizeof (std::uint64_t)) -
                1);
}

BOOST_AUTO_TEST_CASE (nodes_of_a_cluster_have_a_label)
{
  odb_alkey::stats s;
  s.nodes.resize (2);
  s.nodes[0].address = "10.0.0.1:6379";
  s.nodes[1].address = "[::1]:6380";
  s.nodes[1].down = 1;

  BOOST_TEST (tests::says (s.prometheus (),
                           "\nodb_alkey_node_down{node=\"[::1]:6380\"} 1\n"));
  BOOST_TEST (tests::says (
    s.prometheus ("database=\"blog\""),
    "\nodb_alkey_node_down{database=\"blog\",node=\"10.0.0.1:6379\"} 0\n"));
  BOOST_TEST (
    !tests::says (odb_alkey::stats ().prometheus (), "odb_alkey_node"));
}

BOOST_AUTO_TEST_CASE (near_tables_have_a_label)
{
  odb_alkey::stats s;
  s.tables.resize (1);
  s.tables[0].name = "app.users";
  s.tables[0].near_hits = 3;

  BOOST_TEST (tests::says (
    s.prometheus (),
    "\nodb_alkey_table_near_hits_total{table=\"app.users\"} 3\n"));
  BOOST_TEST (
    !tests::says (odb_alkey::stats ().prometheus (), "odb_alkey_table"));
}

BOOST_AUTO_TEST_CASE (labels_may_be_left_out)
{
  std::string text (odb_alkey::stats ().prometheus ());
  BOOST_TEST (tests::says (text, "\nodb_alkey_repairs_total 0\n"));
  BOOST_TEST (
    tests::says (text, "\nodb_alkey_keys_total{result=\"storable\"} 0\n"));
}

BOOST_AUTO_TEST_SUITE_END ()
