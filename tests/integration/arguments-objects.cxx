#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <boost/optional.hpp>
#include <boost/test/unit_test.hpp>

#include <tests/support/zoo/zoo-environment.hxx>

#include "arguments-text.hxx"

using odb_alkey::all;
using odb_alkey::everything;
using odb_alkey::identifier;
using odb_alkey::key;
using odb_alkey::one;
using tests::identifiers;
using tests::text;
using tests::texts;
using strings = std::vector<std::string>;

// Objects as arguments, through every kind of pointer.

namespace
{
  struct fixture: zoo::environment
  {
    fixture ()
    {
      album.reset (new zoo::album (7));
      album->title = "Seven";
      persist (*album);
      album = load<zoo::album> (7);
    }

    template <typename T>
    void same_as_album (const T& argument)
    {
      BOOST_TEST (text (argument) == "alkey:album#7");

      key k (alkey->cache_key (*album, 1));
      key l (alkey->cache_key (argument, 1));
      BOOST_TEST (k.storable ());
      BOOST_TEST (l.storable ());
      BOOST_TEST (k.str () == l.str ());
      BOOST_TEST (k.etag () == l.etag ());
      BOOST_TEST (alkey->token (argument) == alkey->token (*album));
    }

    std::shared_ptr<zoo::album> album;
  };
}

BOOST_FIXTURE_TEST_SUITE (object_arguments, fixture)

BOOST_AUTO_TEST_CASE (an_object_is_the_same_through_every_pointer)
{
  zoo::album& o (*album);
  const zoo::album& c (o);
  zoo::album* raw (&o);
  const zoo::album* raw_const (raw);
  std::shared_ptr<const zoo::album> shared_const (album);
  std::weak_ptr<zoo::album> weak (album);
  std::unique_ptr<zoo::album> unique (new zoo::album (o));

  same_as_album (o);
  same_as_album (c);
  same_as_album (zoo::album (o));
  same_as_album (raw);
  same_as_album (raw_const);
  same_as_album (album);
  same_as_album (shared_const);
  same_as_album (weak);
  same_as_album (unique);
  same_as_album (one<zoo::album> (7));
  same_as_album (identifier ("alkey:album#7"));
  same_as_album ("alkey:album#7");
}

BOOST_AUTO_TEST_CASE (lazy_pointers_are_not_loaded_for_it)
{
  odb::lazy_shared_ptr<zoo::album> shared (*db, 7);
  odb::lazy_weak_ptr<zoo::album> weak (*db, 7);
  odb::lazy_unique_ptr<zoo::album> unique (*db, 7);
  odb::lazy_ptr<zoo::album> raw (*db, 7);
  odb::lazy_shared_ptr<const zoo::album> shared_const (shared);

  same_as_album (shared);
  same_as_album (weak);
  same_as_album (unique);
  same_as_album (raw);
  same_as_album (shared_const);

  BOOST_TEST (!shared.loaded ());
  BOOST_TEST (!weak.loaded ());
  BOOST_TEST (!unique.loaded ());
  BOOST_TEST (!raw.loaded ());

  // It works without the object, too.
  //
  BOOST_TEST (text (odb::lazy_shared_ptr<zoo::album> (*db, 8)) ==
              "alkey:album#8");
}

BOOST_AUTO_TEST_CASE (loaded_lazy_pointers_are_their_objects)
{
  zoo::car c;
  zoo::counter n;
  c.id = 7;
  n.id = 7;
  persist (c);
  persist (n);

  odb::lazy_shared_ptr<zoo::album> shared (*db, 7);
  odb::lazy_weak_ptr<zoo::album> weak (*db, 7);
  odb::lazy_unique_ptr<zoo::car> unique (*db, 7);
  odb::lazy_ptr<zoo::counter> raw (*db, 7);
  std::shared_ptr<zoo::car> loaded_car (load<zoo::car> (7));
  std::shared_ptr<zoo::counter> loaded_counter (load<zoo::counter> (7));
  std::shared_ptr<zoo::album> held;

  commit (
    [&]
    {
      shared.load ();
      held = weak.load ();
      unique.load ();
      raw.load ();
    });
  std::unique_ptr<zoo::counter> owner (raw.get ());

  auto keys = [&]
  {
    return std::vector<key> {
      alkey->cache_key (shared), alkey->cache_key (weak),
      alkey->cache_key (unique), alkey->cache_key (raw)};
  };
  auto objects = [&]
  {
    return std::vector<key> {
      alkey->cache_key (*album), alkey->cache_key (*album),
      alkey->cache_key (*loaded_car), alkey->cache_key (*loaded_counter)};
  };

  for (std::size_t i (0); i != 4; ++i)
  {
    BOOST_TEST (keys ()[i].storable ());
    BOOST_TEST (keys ()[i].str () == objects ()[i].str ());
  }

  // Objects in memory that are out of date count as such.
  //
  update (*album);
  update (c);
  update (n);
  album = load<zoo::album> (7);
  loaded_car = load<zoo::car> (7);
  loaded_counter = load<zoo::counter> (7);

  for (std::size_t i (0); i != 4; ++i)
  {
    BOOST_TEST (!keys ()[i].storable ());
    BOOST_TEST (objects ()[i].storable ());
  }
}

BOOST_AUTO_TEST_CASE (null_pointers_are_null)
{
  std::weak_ptr<zoo::album> expired (std::make_shared<zoo::album> (7));
  odb::lazy_weak_ptr<zoo::album> lazily_expired (
    std::make_shared<zoo::album> (7));

  for (const std::string& t :
       texts (static_cast<zoo::album*> (nullptr),
              static_cast<const zoo::album*> (nullptr),
              std::shared_ptr<zoo::album> (), std::unique_ptr<zoo::album> (),
              std::weak_ptr<zoo::album> (), expired, lazily_expired,
              odb::lazy_shared_ptr<zoo::album> (),
              odb::lazy_unique_ptr<zoo::album> (),
              odb::lazy_weak_ptr<zoo::album> (), odb::lazy_ptr<zoo::album> ()))
    BOOST_TEST (t == "null");

  key k (alkey->cache_key (std::shared_ptr<zoo::album> (), 1));
  BOOST_TEST (k.storable ());
  BOOST_TEST (k.str () == alkey->cache_key (nullptr, 1).str ());
  BOOST_CHECK_THROW (alkey->token (std::shared_ptr<zoo::album> ()),
                     odb_alkey::invalid_identifier);
}

BOOST_AUTO_TEST_CASE (objects_count_inside_of_whatever_holds_them)
{
  std::shared_ptr<zoo::album> eight (std::make_shared<zoo::album> (8));
  std::vector<std::shared_ptr<zoo::album>> v {album, eight, nullptr};
  std::set<std::shared_ptr<zoo::album>> s {eight, album};
  std::map<std::string, odb::lazy_shared_ptr<zoo::album>> m {{"a", {*db, 9}},
                                                             {"b", album}};
  boost::optional<zoo::album> o (*album);

  BOOST_TEST (text (v) == "[alkey:album#7;alkey:album#8;null]");
  BOOST_TEST (text (s) == "[alkey:album#7;alkey:album#8]");
  BOOST_TEST (text (m) == "{=a:alkey:album#9;=b:alkey:album#7}");
  BOOST_TEST (text (o) == "alkey:album#7");
  BOOST_TEST (text (std::tie (*album, v)) ==
              "(alkey:album#7;[alkey:album#7;alkey:album#8;null])");
  BOOST_TEST ((identifiers (v, m, o) ==
               strings {"alkey:album#7", "alkey:album#8", "alkey:album#9",
                        "alkey:album#7", "alkey:album#7"}));

  // A single identifier that was made by hand spoils the whole.
  //
  BOOST_TEST (alkey->cache_key (m, o).storable ());
  BOOST_TEST (!alkey->cache_key (v).storable ());
}

BOOST_AUTO_TEST_CASE (every_argument_of_a_key_counts)
{
  zoo::document d;
  d.id = "a/b";
  persist (d);
  alkey->cache_key (all<zoo::document> ());

  auto keys = [&]
  {
    album = load<zoo::album> (7);
    std::shared_ptr<zoo::document> p (load<zoo::document> ("a/b"));

    std::vector<key> k {alkey->cache_key (album, p),
                        alkey->cache_key (album, p->id),
                        alkey->cache_key (album, all<zoo::document> ()),
                        alkey->cache_key (std::make_tuple (1, p)),
                        alkey->cache_key (everything ())};

    for (const key& each : k)
      BOOST_TEST (each.storable ());
    return k;
  };

  std::vector<key> before (keys ());
  BOOST_TEST (keys ()[0].str () == before[0].str ());
  update (d);
  std::vector<key> after (keys ());

  for (std::size_t i (0); i != before.size (); ++i)
    BOOST_TEST ((before[i].str () == after[i].str ()) == (i == 1), i);
}

BOOST_AUTO_TEST_CASE (keys_are_what_the_arguments_are)
{
  // The versions in front of identifiers change nothing in that.
  //
  std::string k (alkey->cache_key (*album, 1, "foo").str ());
  std::size_t slash (k.find ('/'));
  std::size_t version (k.rfind (';', slash));

  BOOST_TEST (k.substr (slash) == "/alkey:album#7;1;=foo");
  BOOST_TEST (k.find_first_not_of ("0123456789", version + 1) == slash);

  tests::all_differ (
    {k, alkey->cache_key (*album, "1", "foo").str (),
     alkey->cache_key (*album, 1, odb_alkey::text ("foo"), "").str (),
     alkey->cache_key (odb_alkey::text ("alkey:album#7"), 1, "foo").str (),
     alkey->cache_key (k).str (), alkey->cache_key ().str ()});

  BOOST_TEST (odb_alkey::key_generator (*alkey) (*album, 1, "foo").str () ==
              k);
}

BOOST_AUTO_TEST_CASE (no_string_makes_it_throw)
{
  std::string all_bytes;
  for (int c (0); c != 256; ++c)
    all_bytes += static_cast<char> (c);

  for (const std::string& s :
       {std::string (), all_bytes, std::string (1 << 20, '\0'),
        std::string ("alkey:*#!"), std::string ("alkey:album#!"),
        std::string ("alkey:album#*"), std::string ("alkey:*#*"),
        std::string ("alkey:nosuch#"),
        "alkey:album#" + std::string (1 << 20, '1'),
        "alkey:" + std::string (1 << 20, 'a') + "#1"})
  {
    key k (alkey->cache_key (s));
    BOOST_CHECK (k.storable ());
    BOOST_CHECK (k.str () == alkey->cache_key (s).str ());
    BOOST_CHECK (k.str () != alkey->cache_key (odb_alkey::text (s)).str () ||
                 !identifier::valid (s));
    BOOST_CHECK (k.digest ().size () == 32U);
  }
}

BOOST_AUTO_TEST_SUITE_END ()
