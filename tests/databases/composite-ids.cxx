// Ids of several members, as each database binds them.

#include <limits>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "clients.hxx"
#include "family-odb.hxx"

using odb_alkey::key;
using odb_alkey::one;

namespace
{
  using namespace family;

  struct marks: tests::clients
  {
    marks ()
    {
      add_schema ("family");
    }

    std::string name (const mark& id)
    {
      std::string s (reader->cache_key (one<marked> (id)).str ());
      return s.substr (s.find ("/alkey:") + 1);
    }

    key loaded_key (const mark& id)
    {
      writer->refresh ();
      reader->refresh ();
      odb::transaction t (db2->begin ());
      marked m;
      db2->load (id, m);
      t.commit ();
      return reader->cache_key (m);
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (composite_ids, marks)

BOOST_AUTO_TEST_CASE (the_members_are_the_text)
{
  mark m;
  m.set = true;
  m.small = -2;
  m.middle = -300000;
  m.positive = 4000000000U;
  m.large = std::numeric_limits<long long>::min ();
  m.real = -0.5;
  m.at.name = "a,b/c";
  m.at.of = grade::high;
  m.last = 7;

  // They are what the database has: PostgreSQL knows no number without a sign,
  // and enumerators of MySQL begin with 1.
  //
  bool pgsql (db->id () == odb::id_pgsql);
  bool mysql (db->id () == odb::id_mysql);
  std::string positive (pgsql ? "-294967296" : "4000000000");

  BOOST_TEST (name (m) == "alkey:marked#1,-2,-300000," + positive +
                            ",-9223372036854775808,-0.5,a%2Cb%2Fc," +
                            (mysql ? "2" : "1") + ",7");
  BOOST_TEST (name (mark ()) == std::string ("alkey:marked#0,0,0,0,0,0.0,,") +
                                  (mysql ? "1" : "0") + ",0");
}

BOOST_AUTO_TEST_CASE (an_id_with_a_member_that_is_null_names_nothing)
{
  mark m;
  m.last.reset ();
  BOOST_CHECK_EXCEPTION (
    reader->cache_key (one<marked> (m)), odb_alkey::exception,
    [] (const odb_alkey::exception& e)
    {
      std::string s (e.what ());
      return s.find ("family::mark") != std::string::npos &&
             s.find ("it is null") != std::string::npos &&
             s.find ("operator<<") != std::string::npos;
    });
}

BOOST_AUTO_TEST_CASE (objects_live_under_their_ids)
{
  std::vector<mark> all (9);
  all[1].set = true;
  all[2].small = std::numeric_limits<short>::max ();
  all[3].middle = std::numeric_limits<int>::min ();
  all[4].positive = std::numeric_limits<unsigned>::max ();
  all[5].large = std::numeric_limits<long long>::max ();
  all[6].real = 1024.25;
  all[7].at.name = "0,0";
  all[8].at.of = grade::high;

  std::set<std::string> names;

  for (const mark& id : all)
  {
    names.insert (name (id));
    marked m;
    m.id = id;
    commit ([&] { db->persist (m); });

    key k (loaded_key (id));
    BOOST_TEST (k.storable ());
    BOOST_TEST (k.str () == reader->cache_key (one<marked> (id)).str ());

    m.size = 7;
    commit ([&] { db->update (m); });
    BOOST_TEST (loaded_key (id).storable ());
    BOOST_TEST (loaded_key (id).str () != k.str ());
  }

  BOOST_TEST (names.size () == all.size ());
}

BOOST_AUTO_TEST_SUITE_END ()
