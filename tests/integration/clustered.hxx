#ifndef TESTS_INTEGRATION_CLUSTERED_HXX
#define TESTS_INTEGRATION_CLUSTERED_HXX

#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/cache.hxx>
#include <odb_alkey/redis/slot.hxx>

#include <tests/support/await.hxx>
#include <tests/support/certificates.hxx>
#include <tests/support/environment.hxx>
#include <tests/support/redis-cluster.hxx>

#include "library-odb.hxx"

namespace tests
{
  // A cluster with a plugin, and pages of two hundred shelves.
  //
  struct clustered
  {
    explicit clustered (const cluster_setup& s = {},
                        const std::string& login = std::string ())
        : cluster (s), db (make_database (directory.path () + "/db")),
          alkey (new odb_alkey::plugin (*db, options (s, login))),
          pages (new odb_alkey::cache (*alkey))
    {
      await ("the end of the quarantine", [&] { return alkey->ready (); });
    }

    odb_alkey::options options (const cluster_setup& s,
                                const std::string& login) const
    {
      odb_alkey::options o;
      o.url = cluster.url (login);

      if (s.encrypted)
        o.tls_ca = certificates::made ().authority.file;

      o.fence_timeout = std::chrono::milliseconds (300);
      o.connect_timeout = o.command_timeout = std::chrono::seconds (5);
      o.budget = std::chrono::seconds (10);
      o.log = log.listener ();
      return o;
    }

    static unsigned slot_of_tokens ()
    {
      return odb_alkey::redis::slot_of ("{alkey}:origin");
    }

    std::string fetch (unsigned long id, const std::string& value)
    {
      return pages->fetch (
        odb_alkey::args (odb_alkey::one<shelf> (id), "page"),
        std::chrono::minutes (10), [&] { return value; });
    }

    // Fetches all pages at once. Returns how many have this value, which
    // those get that are computed.
    //
    std::size_t fetch_all (const std::string& value,
                           const std::string& expected)
    {
      typedef decltype (odb_alkey::args (odb_alkey::one<shelf> (1),
                                         "page")) arguments;
      std::vector<arguments> wanted;

      for (unsigned long id (0); id != all; ++id)
        wanted.push_back (
          odb_alkey::args (odb_alkey::one<shelf> (id), "page"));

      std::size_t r (0);

      for (const std::string& s : pages->fetch_many (
             wanted, std::chrono::minutes (10),
             [&] (const std::vector<std::size_t>& missing)
             { return std::vector<std::string> (missing.size (), value); }))
        r += s == expected ? 1 : 0;

      return r;
    }

    // Returns true if none has to be computed.
    //
    bool finds_all ()
    {
      const std::string fresh ("fresh " + std::to_string (++asked_));
      return fetch_all (fresh, fresh) == 0;
    }

    // Counts the values that are on each primary.
    //
    std::size_t values_on (std::size_t node)
    {
      return cluster.command (node, {"KEYS", "alkey:value:*"}).count ();
    }

    // The only value on a node that holds no other slot's; its slot.
    //
    unsigned slot_of_value_on (std::size_t node)
    {
      odb_alkey::redis::reply r (
        cluster.command (node, {"KEYS", "alkey:value:*"}));
      BOOST_REQUIRE (r.count () != 0U);
      return odb_alkey::redis::slot_of (r[0].str ());
    }

    // A primary that does not have the tokens.
    //
    std::size_t node_of_values ()
    {
      for (std::size_t n : cluster.primaries ())
        if (n != cluster.owner_of (slot_of_tokens ()))
          return n;

      throw std::logic_error ("one primary");
    }

    enum : std::size_t
    {
      all = 200
    };

    redis_cluster cluster;
    temporary_directory directory;
    mutable messages log;
    std::unique_ptr<odb::sqlite::database> db;
    std::unique_ptr<odb_alkey::plugin> alkey;
    std::unique_ptr<odb_alkey::cache> pages;

  private:
    int asked_ = 0;
  };
}

#endif // TESTS_INTEGRATION_CLUSTERED_HXX
