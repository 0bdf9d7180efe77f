// The README and the guide quote this of keys and of other writers;
// tests/package/documents.py checks that they do.

#include <odb_alkey/cache.hxx>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <tests/support/two-processes.hxx>

using odb_alkey::all;
using odb_alkey::args;
using odb_alkey::one;
using std::chrono::minutes;

namespace
{
  typedef shelf user;
  typedef std::map<std::string, std::string> values;

  // A cache that somebody has already.
  //
  template <typename F>
  std::string profile_of (odb_alkey::plugin& alkey, odb::database& db,
                          values& kept, unsigned long id, F render)
  {
    auto find = [&] (const std::string& k, std::string& value)
    {
      auto i (kept.find (k));

      if (i != kept.end ())
        value = i->second;

      return i != kept.end ();
    };
    auto store = [&] (const std::string& k, const std::string& value)
    {
      kept[k] = value;
    };

    // quote: key-first
    odb_alkey::key k (alkey.cache_key (one<user> (id), "profile"));
    std::string html;

    if (!find (k.str (), html))
    {
      odb::transaction t (db.begin ());
      std::shared_ptr<user> u (db.load<user> (id));
      html = render (*u);
      t.commit ();

      if (k.storable ())
        store (k.str (), html);
    }
    // quote: end

    return html;
  }

  template <typename L, typename R>
  std::string page_of (odb_alkey::cache& cache, unsigned long id, int page,
                       L load_user, R render)
  {
    // quote: page
    std::string html (
      cache.fetch (args (one<user> (id), "profile", page), minutes (10),
                   [&] { return render (*load_user (id), page); }));
    // quote: end

    return html;
  }

  void write_one (odb_alkey::plugin& alkey, unsigned long id, book& b)
  {
    // quote: one-row
    alkey.erase<user> (id);      // as db.erase<user> (id)
    alkey.update (b, b.details); // as db.update (b, b.details)
    // quote: end
  }

  void write_some (odb_alkey::plugin& alkey,
                   const std::vector<unsigned long>& ids)
  {
    // quote: some-rows
    alkey.erase<user> (ids.begin (), ids.end ());
    // quote: end
  }

  void tell (odb_alkey::plugin& alkey, unsigned long id)
  {
    // quote: touch
    alkey.touch<user> (id);        // one row
    alkey.touch (all<user> ());    // rows that nobody knows
    alkey.owns<user> ("user_log"); // a table whose rows belong to users
    // quote: end
  }

  std::shared_ptr<const std::string> menu_of (odb_alkey::plugin& alkey,
                                              odb_alkey::cache& cache,
                                              std::string (*render_menu) ())
  {
    // quote: near
    alkey.near<user> (); // at start-up

    std::shared_ptr<const std::string> menu (cache.fetch_shared (
      args (all<user> (), "menu"), minutes (10), render_menu));
    // quote: end

    return menu;
  }

  struct fixture: tests::two_processes
  {
    fixture (): here (*reader)
    {
      reader->cache_key (one<shelf> (x.id), one<shelf> (y.id), all<shelf> ());
    }

    void rename (user& u, const std::string& name)
    {
      u.name = name;
      commit ([&] { db->update (u); });
      wait_for_resets ();
    }

    std::string key_of (unsigned long id)
    {
      return reader->cache_key (one<user> (id)).str ();
    }

    odb_alkey::cache here;
  };
}

BOOST_FIXTURE_TEST_SUITE (guide, fixture)

BOOST_AUTO_TEST_CASE (a_menu_is_shared)
{
  auto menu = [this]
  {
    return menu_of (*reader, here, [] { return std::string ("menu"); });
  };

  const std::shared_ptr<const std::string> first (menu ());
  BOOST_TEST (*first == "menu");
  BOOST_TEST (menu () == first);
}

BOOST_AUTO_TEST_CASE (the_key_comes_first)
{
  values kept;
  int rendered (0);

  auto profile = [&] (unsigned long id)
  {
    return profile_of (*reader, *db2, kept, id,
                       [&] (const user& u)
                       {
                         ++rendered;
                         return "<h1>" + u.name;
                       });
  };

  BOOST_TEST (profile (x.id) == "<h1>x");
  BOOST_TEST (profile (x.id) == "<h1>x");
  BOOST_TEST (rendered == 1);

  rename (x, "z");
  BOOST_TEST (profile (x.id) == "<h1>z");
  BOOST_TEST (profile (x.id) == "<h1>z");
  BOOST_TEST (rendered == 2);
}

BOOST_AUTO_TEST_CASE (a_page_is_a_value)
{
  int rendered (0);

  auto show = [&] (unsigned long id, int page)
  {
    return page_of (
      here, id, page, [&] (unsigned long i) { return load (i); },
      [&] (const user& u, int p)
      {
        ++rendered;
        return u.name + '/' + std::to_string (p);
      });
  };

  BOOST_TEST (show (x.id, 1) == "x/1");
  BOOST_TEST (show (x.id, 2) == "x/2");
  BOOST_TEST (show (x.id, 1) == "x/1");
  BOOST_TEST (rendered == 2);
}

BOOST_AUTO_TEST_CASE (one_row_changes_if_that_is_said)
{
  book b ("a title");
  commit ([&] { db->persist (b); });
  wait_for_resets ();

  std::string of_x (key_of (x.id));
  std::string of_y (key_of (y.id));
  commit ([&] { write_one (*alkey, x.id, b); });
  wait_for_resets ();
  BOOST_TEST (key_of (x.id) != of_x);
  BOOST_TEST (key_of (y.id) == of_y);

  shelf z;
  commit ([&] { db->persist (z); });
  commit ([&] { write_some (*alkey, {z.id}); });
  wait_for_resets ();
  BOOST_TEST (key_of (y.id) == of_y);
}

BOOST_AUTO_TEST_CASE (writes_that_nobody_sees_are_told)
{
  std::string before (key_of (y.id));
  tell (*alkey, x.id);
  wait_for_resets ();
  BOOST_TEST (key_of (y.id) != before);

  commit ([&] { db->execute ("CREATE TABLE user_log (line TEXT)"); });
  wait_for_resets ();

  before = key_of (y.id);
  commit ([&] { db->execute ("INSERT INTO user_log VALUES ('y is in')"); });
  wait_for_resets ();
  BOOST_TEST (key_of (y.id) != before);
}

BOOST_AUTO_TEST_CASE (options_are_a_value)
{
  std::string message;
  auto my_log = [&] (odb_alkey::log_level, const std::string& m)
  {
    message = m;
  };

  // quote: options
  odb_alkey::options o (odb_alkey::options::from_environment ());
  o.token_ttl = std::chrono::hours (48);
  o.when_unavailable = odb_alkey::when_unavailable::refuse;
  o.log = my_log;
  // quote: end

  BOOST_CHECK_NO_THROW (o.check ());
  o.log (odb_alkey::log_level::warning, "it is told");
  BOOST_TEST (message == "it is told");
}

BOOST_AUTO_TEST_SUITE_END ()
