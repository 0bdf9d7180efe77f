// The pages of the guide name what the library has. Other names are checked
// by tests/package/documents.py; these are known to the program alone.

#include <chrono>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/cache-options.hxx>
#include <odb_alkey/options.hxx>
#include <odb_alkey/redis/endpoint.hxx>
#include <odb_alkey/redis/permissions.hxx>
#include <odb_alkey/stats.hxx>

#include <tests/support/thrown.hxx>

using tests::says;

namespace
{
  std::string page (const std::string& name)
  {
    std::ifstream f (GUIDE "/" + name);
    BOOST_REQUIRE (f.is_open ());
    return std::string (std::istreambuf_iterator<char> (f),
                        std::istreambuf_iterator<char> ());
  }

  // How the guide writes a default.
  //
  std::string written (std::chrono::milliseconds d)
  {
    const long long n (d.count ());

    return n == 0             ? "0"
           : n % 3600000 == 0 ? std::to_string (n / 3600000) + " h"
           : n % 60000 == 0   ? std::to_string (n / 60000) + " min"
           : n % 1000 == 0    ? std::to_string (n / 1000) + " s"
                              : std::to_string (n) + " ms";
  }

  std::string written (std::size_t n)
  {
    std::string s (std::to_string (n));

    if (s.size () > 4)
      s.insert (s.size () - 3, ",");

    return s;
  }

  void has_default (const std::string& text, const std::string& option,
                    const std::string& value)
  {
    BOOST_TEST (says (text, "| `" + option + "` | " + value));
  }
}

BOOST_AUTO_TEST_SUITE (guide)

BOOST_AUTO_TEST_CASE (every_metric_is_named_and_no_other)
{
  const std::string operations (page ("operations.md"));
  odb_alkey::stats s;
  s.nodes.resize (1);
  s.nodes[0].address = "node";
  s.tables.resize (1);
  s.tables[0].name = "table";
  std::istringstream text (s.prometheus ());
  std::set<std::string> names;

  for (std::string line; std::getline (text, line);)
  {
    if (line[0] == '#')
      continue;

    names.insert (line.substr (0, line.find_first_of ("{ ")));
    std::size_t label (line.find ('"'));

    if (label != std::string::npos)
    {
      std::size_t end (line.find ('"', label + 1));
      std::string value (line, label + 1, end - label - 1);
      BOOST_TEST (says (operations, '`' + value + '`'));
    }
  }

  BOOST_TEST (names.size () > 20U);

  for (const std::string& n : names)
    BOOST_TEST (says (operations, "\n| `" + n + "` |"));

  std::size_t rows (0);
  for (std::size_t at (0);
       (at = operations.find ("\n| `odb_alkey_", at)) != std::string::npos;
       ++at)
    ++rows;

  BOOST_TEST (rows == names.size ());
}

BOOST_AUTO_TEST_CASE (the_rights_are_those_that_the_log_tells)
{
  odb_alkey::redis::endpoint e;
  e.user = "app";
  std::string command (odb_alkey::redis::permissions (e, "alkey"));

  // The user has to be made as well.
  //
  const std::string user ("SETUSER app ");
  std::size_t at (command.find (user));
  BOOST_REQUIRE (at != std::string::npos);
  command.insert (at + user.size (), "on >password ");

  BOOST_TEST (says (page ("operations.md"), '\n' + command + '\n'));
}

BOOST_AUTO_TEST_CASE (defaults_are_those_of_the_program)
{
  const odb_alkey::options o;
  const std::string operations (page ("operations.md"));
  has_default (operations, "url", '`' + o.url + '`');
  has_default (operations, "max_connections", written (o.max_connections));
  has_default (operations, "connect_timeout", written (o.connect_timeout));
  has_default (operations, "command_timeout", written (o.command_timeout));
  has_default (operations, "budget", written (o.budget));
  has_default (operations, "max_stamp_age", written (o.max_stamp_age));
  has_default (operations, "fence_timeout", written (o.fence_timeout));
  has_default (operations, "token_ttl", written (o.token_ttl));
  has_default (operations, "max_replica_lag", written (o.max_replica_lag));
  has_default (operations, "max_row_fences", written (o.max_row_fences));
  has_default (operations, "max_pending", written (o.max_pending));
  has_default (operations, "name_space", '`' + o.name_space + '`');
  BOOST_TEST ((o.when_unavailable == odb_alkey::when_unavailable::proceed));
  has_default (operations, "when_unavailable", "`proceed`");

  const odb_alkey::cache_options c;
  const std::string values (page ("values.md"));
  has_default (values, "time_to_live", written (c.time_to_live));
  has_default (values, "lease", written (c.lease));
  has_default (values, "wait", written (c.wait));
  BOOST_TEST (c.max_value_size == 1024U * 1024U);
  has_default (values, "max_value_size", "1 MiB");
  BOOST_TEST (c.jitter == 0.1);
  has_default (values, "jitter", "0.1");
}

BOOST_AUTO_TEST_SUITE_END ()
