// The words of the nodes of a cluster, and where keys belong.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/server-error.hxx>
#include <odb_alkey/redis/slot.hxx>
#include <odb_alkey/redis/topology.hxx>

#include <tests/support/fed-reader.hxx>
#include <tests/support/thrown.hxx>

using namespace odb_alkey::redis;
using tests::fed_reader;
using tests::says;

namespace
{
  // These write a reply.
  //
  std::string text (const std::string& s)
  {
    return '$' + std::to_string (s.size ()) + "\r\n" + s + "\r\n";
  }

  std::string number (std::int64_t n)
  {
    return ':' + std::to_string (n) + "\r\n";
  }

  template <typename... S>
  std::string array (const S&... elements)
  {
    std::string all;
    (void) std::initializer_list<int> {(all += elements, 0)...};
    return '*' + std::to_string (sizeof...(elements)) + "\r\n" + all;
  }

  std::string shard_node (const std::string& host, int port,
                          const std::string& role, const std::string& health)
  {
    return array (text ("id"), text ("0123"), text ("port"), number (port),
                  text ("tls-port"), number (port + 1), text ("ip"),
                  text ("10.9.9.9"), text ("endpoint"), text (host),
                  text ("role"), text (role), text ("health"), text (health));
  }

  topology shards (const std::string& reply, bool encrypted = false)
  {
    fed_reader in;
    in.arrive (reply);
    odb_alkey::redis::reply r;
    BOOST_REQUIRE (in.next (r));
    return read_shards (r, "asked", encrypted);
  }

  topology ranges (const std::string& reply)
  {
    fed_reader in;
    in.arrive (reply);
    odb_alkey::redis::reply r;
    BOOST_REQUIRE (in.next (r));
    return read_slots (r, "asked");
  }

  // Tests write it so.
  //
  std::string shown (const topology& t)
  {
    std::string r;

    for (const slot_range& s : t)
      r += std::to_string (s.first) + '-' + std::to_string (s.last) + '@' +
           s.owner.str () + ' ';

    return r;
  }

  std::string problem (const std::string& shards_reply)
  {
    return tests::thrown<odb_alkey::redis_error> ([&]
                                                  { shards (shards_reply); });
  }
}

BOOST_AUTO_TEST_SUITE (redis_cluster)

// The first is from the specification of Redis Cluster, and the others are as
// Redis 7.0 says (CLUSTER KEYSLOT). The integration tests ask a server.
//
BOOST_AUTO_TEST_CASE (keys_have_slots)
{
  BOOST_TEST (slot_of ("123456789") == 0x31C3U % 16384);
  BOOST_TEST (slot_of ("") == 0U);
  BOOST_TEST (slot_of ("foo") == 12182U);
  BOOST_TEST (slot_of ("{foo}bar") == 12182U);
  BOOST_TEST (slot_of ("x{foo}{bar}") == 12182U);
  BOOST_TEST (slot_of ("{}foo") != 12182U);
  BOOST_TEST (slot_of ("{foo") != 12182U);
  BOOST_TEST (slot_of ("{{foo}}") == slot_of ("{foo"));
}

// Whatever the length, since several bytes are taken at once.
//
BOOST_AUTO_TEST_CASE (slots_are_remainders)
{
  std::string key;

  for (int length (0); length != 40; ++length)
  {
    unsigned remainder (0);

    for (char c : key)
      for (int bit (7); bit >= 0; --bit)
      {
        unsigned next ((static_cast<unsigned char> (c) >> bit) & 1);
        unsigned top ((remainder >> 15) & 1);
        remainder = (remainder << 1) & 0xffff;
        remainder ^= top != next ? 0x1021 : 0;
      }

    BOOST_TEST (slot_of (key) == remainder % 16384);
    key += static_cast<char> (length % 2 == 0 ? 0xff - length : length);
  }
}

BOOST_AUTO_TEST_CASE (shards_name_primaries)
{
  const std::string reply (array (
    array (text ("slots"),
           array (number (0), number (5), number (9), number (9)),
           text ("nodes"),
           array (shard_node ("a", 1, "replica", "online"),
                  shard_node ("b", 2, "master", "fail"),
                  shard_node ("c", 3, "master", "online"))),
    array (text ("slots"), array (number (6), number (8)), text ("nodes"),
           array (shard_node ("", 4, "master", "fail"))),
    array (text ("slots"), array (), text ("nodes"),
           array (shard_node ("d", 5, "master", "online"))),
    array (text ("slots"), array (number (10), number (16383)), text ("nodes"),
           array (shard_node ("::1", 6, "master", "online")))));

  BOOST_TEST (shown (shards (reply)) ==
              "0-5@c:3 9-9@c:3 6-8@asked:4 10-16383@[::1]:6 ");
  BOOST_TEST (shown (shards (reply, true)) ==
              "0-5@c:4 9-9@c:4 6-8@asked:5 10-16383@[::1]:7 ");
}

BOOST_AUTO_TEST_CASE (slots_name_primaries)
{
  BOOST_TEST (
    shown (ranges (array (
      array (number (0), number (5),
             array (text ("a"), number (1), text ("id")),
             array (text ("b"), number (2), text ("id"))),
      array (number (6), number (16383), array (text ("?"), number (3)))))) ==
    "0-5@a:1 6-16383@asked:3 ");
}

BOOST_AUTO_TEST_CASE (replies_that_make_no_sense_are_errors)
{
  auto with_slots = [] (const std::string& s)
  {
    return array (array (text ("slots"), s, text ("nodes"),
                         array (shard_node ("a", 1, "master", "online"))));
  };

  BOOST_TEST (says (problem (text ("x")), "no array"));
  BOOST_TEST (says (problem (array (text ("x"))), "no slots or no nodes"));
  BOOST_TEST (
    says (problem (with_slots (array (number (1)))), "no slots or no nodes"));
  BOOST_TEST (says (problem (with_slots (array (number (2), number (1)))),
                    "ends before it begins"));
  BOOST_TEST (says (problem (with_slots (array (number (0), number (16384)))),
                    "0 to 16383"));
  BOOST_TEST (says (problem (with_slots (array (number (-1), number (0)))),
                    "0 to 16383"));
  BOOST_TEST (
    says (problem (array (array (
            text ("slots"), array (number (0), number (1)), text ("nodes"),
            array (shard_node ("a", 70000, "master", "online"))))),
          "1 to 65535"));
  BOOST_TEST (shards (array ()).empty ());
}

BOOST_AUTO_TEST_CASE (redirections_name_a_node)
{
  redirection r;

  BOOST_REQUIRE (parse ("MOVED 3999 127.0.0.1:6381", r));
  BOOST_TEST (!r.once);
  BOOST_TEST (r.of == 3999);
  BOOST_TEST (r.to.str () == "127.0.0.1:6381");

  BOOST_REQUIRE (parse (server_error ("ASK 16383 ::1:7").what (), r));
  BOOST_TEST (r.once);
  BOOST_TEST (r.of == 16383);
  BOOST_TEST (r.to.str () == "[::1]:7");

  for (const char* own : {"MOVED 1 :6381", "MOVED 1 ?:6381"})
  {
    BOOST_REQUIRE (parse (own, r));
    BOOST_TEST (r.to.host == "");
    BOOST_TEST (r.to.port == 6381);
  }

  for (const char* none :
       {"", "MOVED", "MOVED ", "MOVED 1", "MOVED 1 ", "MOVED x a:1",
        "MOVED 16384 a:1", "MOVED 1 a", "MOVED 1 a:", "MOVED 1 a:0",
        "MOVED 1 a:65536", "MOVED -1 a:1", "ASK", "ASKING 1 a:1", "ERR a:1"})
    BOOST_TEST (!parse (none, r), none);
}

BOOST_AUTO_TEST_CASE (errors_have_kinds)
{
  BOOST_TEST ((classify ("MOVED 1 a:1") == error_kind::moved));
  BOOST_TEST ((classify ("ASK 1 a:1") == error_kind::slot_moving));
  BOOST_TEST ((classify ("TRYAGAIN Multiple keys request during rehashing "
                         "of slot") == error_kind::slot_moving));
  BOOST_TEST ((classify ("CLUSTERDOWN The cluster is down") ==
               error_kind::cluster_down));
  BOOST_TEST (
    (classify ("ERR Script attempted to access a non local key in a cluster "
               "node script: 0123, on @user_script:1.") ==
     error_kind::slot_moving));
  BOOST_TEST (says (server_error ("MOVED 1 a:1").what (), "redis-cluster://"));
}

BOOST_AUTO_TEST_SUITE_END ()
