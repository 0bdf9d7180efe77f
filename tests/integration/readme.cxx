// The README and the guide quote this of values; tests/package/documents.py
// checks that they do.

#include <odb_alkey/cache.hxx>
#include <odb_alkey/http.hxx>

#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <tests/support/two-processes.hxx>

using odb_alkey::args;
using odb_alkey::one;
using std::chrono::minutes;

namespace
{
  typedef shelf user;

  // quote: codec
  struct rating
  {
    unsigned votes;
    unsigned stars;
  };
  // quote: end
}

// quote: codec
namespace odb_alkey
{
  template <>
  struct codec<rating>
  {
    static std::string encode (const rating& r)
    {
      return "{\"votes\":" + std::to_string (r.votes) +
             ",\"stars\":" + std::to_string (r.stars) + "}";
    }

    static rating decode (const std::string& json)
    {
      rating r;

      if (std::sscanf (json.c_str (), "{\"votes\":%u,\"stars\":%u}", &r.votes,
                       &r.stars) != 2)
        throw std::invalid_argument ("no rating: " + json);

      return r;
    }
  };
}
// quote: end

namespace
{
  struct response
  {
    int status;
    std::string etag;
    std::string body;
  };

  template <typename F>
  response get (odb_alkey::plugin& alkey, odb_alkey::cache& cache,
                unsigned long id, const std::string& if_none_match, F render)
  {
    // quote: conditional
    odb_alkey::key k (alkey.cache_key (one<user> (id), "page"));

    if (odb_alkey::not_modified (if_none_match, k))
      return response {304, k.etag (), ""};

    return response {200, k.etag (), cache.fetch (k, minutes (10), render)};
    // quote: end
  }

  template <typename F>
  std::string report_on (odb_alkey::plugin& alkey, odb_alkey::cache& cache,
                         unsigned long id, F render)
  {
    // quote: by-hand
    odb_alkey::key k (alkey.cache_key (one<user> (id), "report"));
    std::string report;

    if (!cache.lookup (k, report))
    {
      report = render ();
      cache.store (k, minutes (10), report);
    }
    // quote: end

    return report;
  }

  struct fixture: tests::two_processes
  {
    fixture (): here (*reader), db (*db2)
    {
      reader->cache_key (one<shelf> (x.id), one<shelf> (y.id));
    }

    void rename (user& u, const std::string& name)
    {
      u.name = name;
      commit ([&] { two_processes::db->update (u); });
      wait_for_resets ();
    }

    odb_alkey::cache here;
    odb::database& db;
    int computed = 0;
  };
}

BOOST_FIXTURE_TEST_SUITE (readme, fixture)

BOOST_AUTO_TEST_CASE (types_of_ones_own_have_a_codec)
{
  odb_alkey::cache& cache (here);
  auto votes_for = [&] (const user& u)
  {
    ++computed;
    return rating {static_cast<unsigned> (u.name.size ()), 5};
  };
  auto rating_of = [&] (unsigned long id)
  {
    // quote: rating
    rating r (cache.fetch (args (one<user> (id), "rating"), minutes (10),
                           [&]
                           {
                             odb::transaction t (db.begin ());
                             user u;
                             db.load (id, u);
                             return votes_for (u);
                           }));
    // quote: end
    return r;
  };

  BOOST_TEST (rating_of (x.id).votes == 1U);
  BOOST_TEST (rating_of (x.id).votes == 1U);
  BOOST_TEST (rating_of (x.id).stars == 5U);
  BOOST_TEST (computed == 1);

  rename (x, "twelve bytes");
  BOOST_TEST (rating_of (x.id).votes == 12U);
  BOOST_TEST (rating_of (x.id).votes == 12U);
  BOOST_TEST (computed == 2);
  BOOST_CHECK_THROW (odb_alkey::codec<rating>::decode ("{}"),
                     std::invalid_argument);
}

BOOST_AUTO_TEST_CASE (a_value_is_kept_by_hand)
{
  auto report = [&]
  {
    return report_on (*reader, here, x.id,
                      [&]
                      {
                        odb::transaction t (db.begin ());
                        user u;
                        db.load (x.id, u);
                        return u.name + '/' + std::to_string (++computed);
                      });
  };

  BOOST_TEST (report () == "x/1");
  BOOST_TEST (report () == "x/1");
  rename (x, "y");
  BOOST_TEST (report () == "y/2");
  BOOST_TEST (report () == "y/2");
}

BOOST_AUTO_TEST_CASE (that_there_is_nobody_is_a_value)
{
  odb_alkey::cache& cache (here);
  auto name_of = [&] (unsigned long id)
  {
    // quote: nullable
    typedef odb::nullable<std::string> optional_name;

    optional_name name (cache.fetch (
      args (one<user> (id), "name"), minutes (10),
      [&]
      {
        odb::transaction t (db.begin ());
        user u;
        return db.find (id, u) ? optional_name (u.name) : optional_name ();
      }));
    // quote: end
    return name;
  };

  BOOST_TEST (*name_of (x.id) == "x");
  BOOST_TEST (name_of (y.id + 1).null ());
  BOOST_TEST (name_of (y.id + 1).null ());
  BOOST_TEST (reader->stats ().value_misses == 2U);

  // SQLite's next id is that one.
  //
  user z ("z");
  commit ([&] { two_processes::db->persist (z); });
  wait_for_resets ();
  BOOST_TEST (z.id == y.id + 1);
  BOOST_TEST (*name_of (z.id) == "z");
  BOOST_TEST (*name_of (z.id) == "z");
  BOOST_TEST (reader->stats ().value_misses == 3U);
}

BOOST_AUTO_TEST_CASE (many_are_fetched_at_once)
{
  odb_alkey::cache& cache (here);
  std::vector<unsigned long> ids {y.id, x.id};
  auto teasers_of = [&] ()
  {
    // quote: many
    auto teaser = [] (unsigned long id)
    {
      return args (one<user> (id), "teaser");
    };
    std::vector<decltype (teaser (0))> wanted;
    for (unsigned long id : ids)
      wanted.push_back (teaser (id));

    std::vector<std::string> teasers (
      cache.fetch_many (wanted, minutes (10),
                        [&] (const std::vector<std::size_t>& missing)
                        {
                          std::vector<std::string> r;
                          odb::transaction t (db.begin ());

                          for (std::size_t i : missing)
                          {
                            user u;
                            db.load (ids[i], u);
                            r.push_back ("<li>" + u.name + "</li>");
                          }

                          return r;
                        }));
    // quote: end
    return teasers;
  };

  std::vector<std::string> v {"<li>y</li>", "<li>x</li>"};
  BOOST_TEST (teasers_of () == v);
  rename (x, "z");
  v[1] = "<li>z</li>";
  BOOST_TEST (teasers_of () == v);
  BOOST_TEST (teasers_of () == v);
  BOOST_TEST (reader->stats ().value_misses == 3U);
}

BOOST_AUTO_TEST_CASE (who_has_the_page_is_not_sent_it)
{
  auto render = [&]
  {
    ++computed;
    return std::string ("<h1>");
  };
  auto answer = [&] (const std::string& if_none_match)
  {
    return get (*reader, here, x.id, if_none_match, render);
  };

  response first (answer (""));
  BOOST_TEST (first.status == 200);
  BOOST_TEST (first.body == "<h1>");
  BOOST_TEST (answer (first.etag).status == 304);
  BOOST_TEST (computed == 1);

  rename (x, "z");
  response second (answer (first.etag));
  BOOST_TEST (second.status == 200);
  BOOST_TEST (answer (second.etag).status == 304);
  BOOST_TEST (computed == 2);
}

BOOST_AUTO_TEST_SUITE_END ()
