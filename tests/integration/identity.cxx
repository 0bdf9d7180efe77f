#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <tests/support/seed.hxx>
#include <tests/support/zoo/zoo-environment.hxx>

#include "arguments-text.hxx"
#include "with-id.hxx"

using odb_alkey::all;
using odb_alkey::everything;
using odb_alkey::identifier;
using odb_alkey::key;
using odb_alkey::one;
using tests::all_differ;
using tests::text;
using tests::with_id;

// Every kind of id and of table: what names an object names it alone, and
// what ODB writes of it changes that name's token.

namespace
{
  struct fixture: zoo::environment
  {
    // Persists, loads, changes and erases the object.
    //
    template <typename T>
    void lives (T object, const std::string& name)
    {
      BOOST_TEST_CONTEXT (name)
      {
        typedef typename odb::object_traits<T>::id_type id_type;

        std::string at_first (alkey->token (all<T> ()));
        persist (object);
        id_type id (odb::object_traits<T>::id (object));
        BOOST_TEST (alkey->token (all<T> ()) != at_first);

        key k (storable<T> (id, name));
        BOOST_TEST (storable<T> (id, name).str () == k.str ());

        std::string other (alkey->token ("alkey:other#1"));
        update (object);
        key l (storable<T> (id, name));
        BOOST_TEST (l.str () != k.str ());

        commit ([&] { alkey->template erase<T> (id); });
        BOOST_TEST (alkey->cache_key (one<T> (id)).str () != l.str ());
        BOOST_TEST (alkey->token ("alkey:other#1") == other);
      }
    }

    // The key of an object that was just loaded, which is the same however
    // it is named.
    //
    template <typename T>
    key storable (const typename odb::object_traits<T>::id_type& id,
                  const std::string& name)
    {
      std::shared_ptr<T> p (load<T> (id));
      BOOST_TEST (text (*p) == name);
      BOOST_TEST (text (one<T> (id)) == name);
      BOOST_TEST (identifier::valid (name));

      key k (alkey->cache_key (p));
      BOOST_TEST (k.storable ());
      BOOST_TEST (k.str () == alkey->cache_key (one<T> (id)).str ());
      BOOST_TEST (k.str () == alkey->cache_key (name).str ());

      // The text of the identifier alone.
      //
      BOOST_TEST (k.str ().substr (k.str ().find ('/') + 1) == name);
      return k;
    }

    // Each id has a name of its own, under which it lives.
    //
    template <typename T>
    void
    all_live (const std::vector<typename odb::object_traits<T>::id_type>& ids)
    {
      std::vector<std::string> names;

      for (const auto& id : ids)
      {
        T object;
        object.id = id;
        names.push_back (text (object));
        persist (object);
      }

      all_differ (names);

      for (std::size_t i (0); i != ids.size (); ++i)
      {
        BOOST_TEST (names[i].find_first_of (std::string (" ;/=\n\0", 6)) ==
                    std::string::npos);
        key k (storable<T> (ids[i], names[i]));
        T object;
        object.id = ids[(i + 1) % ids.size ()];
        update (object);
        BOOST_TEST ((storable<T> (ids[i], names[i]).str () == k.str ()) ==
                    (ids.size () != 1));
      }
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (identity, fixture)

BOOST_AUTO_TEST_CASE (every_kind_of_object_lives_under_its_name)
{
  lives (zoo::user (), "alkey:user#1");
  lives (with_id<zoo::counter> (-5), "alkey:counter#-5");
  lives (with_id<zoo::document> ("a b"), "alkey:document#a%20b");
  lives (with_id<zoo::host> (zoo::address {{127, 0, 0, 1}}),
         "alkey:host#7f000001");
  lives (with_id<zoo::airport> (zoo::code {{'L', 'H', 'R'}}),
         "alkey:airport#LHR");
  lives (with_id<zoo::device> (zoo::uuid (7)),
         "alkey:device#00000000-0000-0000-0000-000000000007");
  lives (with_id<zoo::world> (zoo::planet::earth), "alkey:Worlds#2");
  lives (zoo::album (3), "alkey:album#3");
  lives (with_id<zoo::account> (1), "alkey:account#1");
  lives (with_id<zoo::order> (1), "alkey:the%20%22Order%22#1");
  lives (with_id<zoo::oddity> (1), "alkey:Users%23%2A%3B%25%281%29#1");
  lives (zoo::story (), "alkey:story#1");
  lives (with_id<zoo::vehicle> (1), "alkey:vehicle#1");
  lives (with_id<zoo::car> (1), "alkey:car#1");
  lives (with_id<zoo::article> (1), "alkey:article#1");
  lives (with_id<zoo::playlist> (1), "alkey:playlist#1");
  lives (with_id<zoo::comment> (1), "alkey:comment#1");
  lives (with_id<zoo::app::user> (1), "alkey:app.users#1");

  zoo::seat s;
  s.row = "C";
  s.number = 12;
  lives (with_id<zoo::ticket> (s), "alkey:ticket#12%2FC");
  lives (with_id<zoo::file> (zoo::path ("etc", "passwd")),
         "alkey:file#etc,passwd");
}

BOOST_AUTO_TEST_CASE (objects_without_a_copy_live_as_well)
{
  zoo::garage g;
  g.id = 1;
  persist (g);
  key k (storable<zoo::garage> (1, "alkey:garage#1"));
  update (g);
  BOOST_TEST (storable<zoo::garage> (1, "alkey:garage#1").str () != k.str ());
}

BOOST_AUTO_TEST_CASE (rows_without_an_id_change_their_table)
{
  key k (alkey->cache_key (all<zoo::visit> ()));
  std::string user (alkey->token (all<zoo::user> ()));
  zoo::visit v;
  persist (v);
  alkey->refresh ();

  BOOST_TEST (k.storable ());
  BOOST_TEST (alkey->cache_key (all<zoo::visit> ()).storable ());
  BOOST_TEST (alkey->cache_key (all<zoo::visit> ()).str () != k.str ());
  BOOST_TEST (alkey->token (all<zoo::user> ()) == user);
}

BOOST_AUTO_TEST_CASE (tables_are_named_by_all_and_by_their_text)
{
  BOOST_TEST (text (all<zoo::user> ()) == "alkey:user#*");
  BOOST_TEST (text (all<zoo::order> ()) == "alkey:the%20%22Order%22#*");
  BOOST_TEST (text (all<zoo::world> ()) == "alkey:Worlds#*");
  BOOST_TEST (text (all<zoo::app::user> ()) == "alkey:app.users#*");
  BOOST_TEST (text (all<zoo::visit> ()) == text ("alkey:visit#*"));
  BOOST_TEST (text (everything ()) == "alkey:*#*");

  // A class is not its namesake in another schema.
  //
  zoo::user u;
  zoo::app::user v (with_id<zoo::app::user> (1));
  persist (u);
  persist (v);
  all_differ ({text (u), text (v)});

  key k (storable<zoo::user> (1, "alkey:user#1"));
  update (v);
  BOOST_TEST (storable<zoo::user> (1, "alkey:user#1").str () == k.str ());
}

BOOST_AUTO_TEST_CASE (string_ids_may_hold_any_bytes)
{
  std::vector<std::string> ids {
    "",    " ",     "*",    "!",   "#",        "%",    "%2A",
    "a/b", "a%2Fb", "a,b",  "a;b", "1",        "01",   "1.0",
    "A",   "a",     "null", "\n",  "\xc3\xa4", "\xe4", "alkey:document#1",
    "a:b", "=a"};
  ids.push_back (std::string (1, '\0'));
  ids.push_back (std::string ("a\0", 2));
  ids.push_back (std::string ("a\0b", 3));
  ids.push_back (std::string (600, '/'));

  std::mt19937 random (tests::seed ());
  std::set<std::string> unique (ids.begin (), ids.end ());

  while (unique.size () != ids.size () + 50)
  {
    std::string s;
    for (auto n (random () % 6); n != 0; --n)
      s += static_cast<char> (random ());
    unique.insert (s);
  }

  all_live<zoo::document> (
    std::vector<std::string> (unique.begin (), unique.end ()));
}

// A client must not be able to fill Redis with ids that it makes up.
//
BOOST_AUTO_TEST_CASE (long_ids_have_the_token_of_their_table)
{
  std::string a (1024 * 1024, 'a'), b (a + 'b');
  zoo::document x (with_id<zoo::document> (a)), y (with_id<zoo::document> (b));
  persist (x);
  persist (y);

  key of_x (storable<zoo::document> (a, text (x)));
  key of_y (storable<zoo::document> (b, text (y)));
  BOOST_TEST ((of_x.str () != of_y.str ()));

  // It changes with any row.
  //
  update (y);
  BOOST_TEST ((storable<zoo::document> (a, text (x)).str () != of_x.str ()));

  // A transaction sees what it has written.
  //
  {
    odb::transaction t (db->begin ());
    alkey->touch (one<zoo::document> (a));
    BOOST_TEST (!alkey->cache_key (one<zoo::document> (a)).storable ());
  }

  std::string token (alkey->token (one<zoo::document> (a)));
  alkey->touch (one<zoo::document> (a));
  BOOST_TEST (alkey->token (one<zoo::document> (a)) != token);

  // Texts that look like identifiers may come from anywhere.
  //
  std::string name ("alkey:" + std::string (100000, 't') + "#1");
  key k (alkey->cache_key (name));
  BOOST_TEST (k.storable ());
  BOOST_TEST (alkey->cache_key (name).str () == k.str ());
  alkey->touch (identifier (name));
  BOOST_TEST (alkey->cache_key (name).str () != k.str ());

  odb_alkey::redis::reply keys (redis.command ({"KEYS", "*"}));

  for (std::size_t i (0); i != keys.count (); ++i)
    BOOST_TEST (keys[i].size () < 2100U);
}

BOOST_AUTO_TEST_CASE (parts_of_composite_ids_keep_apart)
{
  all_live<zoo::file> ({{"a", "b/c"},
                        {"a/b", "c"},
                        {"a,b", "c"},
                        {"a", "b,c"},
                        {"a%2Cb", "c"},
                        {"", "a"},
                        {"a", ""},
                        {"", ""},
                        {std::string ("\0", 1), ""}});

  BOOST_TEST (text (one<zoo::file> (zoo::path ("a,b", "c"))) ==
              "alkey:file#a%2Cb,c");
}

BOOST_AUTO_TEST_CASE (composite_ids_that_do_not_print_are_their_members)
{
  auto position = [] (const std::string& room, int number, long long slot,
                      bool front = false, double depth = 0)
  {
    zoo::position p;
    p.at.room = room;
    p.at.number = number;
    p.slot = slot;
    p.front = front;
    p.depth = depth;
    return p;
  };

  lives (with_id<zoo::bottle> (position ("a/b", -3, 7, true, 0.5)),
         "alkey:bottle#a%2Fb,-3,7,1,0.5");

  all_live<zoo::bottle> (
    {position ("", 0, 0), position ("", 1, 0), position ("", 0, 1),
     position ("", 0, 0, true), position ("", 0, 0, false, 0.1),
     position ("1", 0, 0), position (",", 0, 0), position ("a,1", 0, 0),
     position ("a", 1, 0), position (std::string (600, '/'), 0, 0),
     position ("", 0, std::numeric_limits<long long>::max ()),
     position ("", 0, std::numeric_limits<long long>::min ())});

  zoo::shelf s;
  s.room = "cellar";
  s.number = 2;
  lives (with_id<zoo::crate> (s), "alkey:crate#cellar,2");
}

BOOST_AUTO_TEST_CASE (numbers_and_bytes_are_whole)
{
  all_live<zoo::counter> ({0, 1, -1, 10,
                           std::numeric_limits<long long>::max (),
                           std::numeric_limits<long long>::min ()});
  all_live<zoo::host> (
    {zoo::address {{0, 0, 0, 0}}, zoo::address {{0, 0, 0, 1}},
     zoo::address {{1, 0, 0, 0}}, zoo::address {{0x10, 0, 0, 0}},
     zoo::address {{255, 255, 255, 255}}});
}

BOOST_AUTO_TEST_CASE (what_follows_the_end_of_a_string_in_an_array_is_no_id)
{
  zoo::airport a;
  a.id = zoo::code {{'T', 'X', 'L', '\0', 'o', 'l', 'd'}};
  persist (a);
  key k (
    storable<zoo::airport> (zoo::code {{'T', 'X', 'L'}}, "alkey:airport#TXL"));
  update (a);
  BOOST_TEST (storable<zoo::airport> (a.id, "alkey:airport#TXL").str () !=
              k.str ());

  zoo::airport full;
  full.id = zoo::code {{'1', '2', '3', '4', '5', '6', '7', '8'}};
  BOOST_TEST (text (full) == "alkey:airport#12345678");
}

BOOST_AUTO_TEST_CASE (ids_are_converted_to_the_type_of_the_class)
{
  BOOST_TEST (text (one<zoo::document> ("7")) == "alkey:document#7");
  BOOST_TEST (text (one<zoo::user> (7)) == "alkey:user#7");
  BOOST_TEST (text (one<zoo::user> (short (7))) == "alkey:user#7");

  // No object has an id that the id type does not hold.
  //
  BOOST_TEST (text (one<zoo::user> (-1)) == "alkey:user#-1");
}

BOOST_AUTO_TEST_CASE (the_root_names_the_objects_of_a_hierarchy)
{
  zoo::animal a (with_id<zoo::animal> (1));
  zoo::dog d (with_id<zoo::dog> (2));
  zoo::cat c (with_id<zoo::cat> (3));
  zoo::kitten k (with_id<zoo::kitten> (4));

  commit (
    [&]
    {
      for (zoo::animal* p :
           {&a, static_cast<zoo::animal*> (&d), static_cast<zoo::animal*> (&c),
            static_cast<zoo::animal*> (&k)})
        db->persist (*p);
    });

  BOOST_TEST (text (d) == "alkey:animal#2");
  BOOST_TEST (text (c) == text (static_cast<zoo::animal&> (c)));
  BOOST_TEST (text (k) == text (static_cast<zoo::cat&> (k)));
  BOOST_TEST (text (one<zoo::kitten> (4)) == text (one<zoo::animal> (4)));
  BOOST_TEST (text (all<zoo::cat> ()) == text (all<zoo::animal> ()));
  BOOST_TEST (text (odb::lazy_shared_ptr<zoo::kitten> (*db, 4)) ==
              text (odb::lazy_ptr<zoo::animal> (*db, 4)));

  // Loaded and written as what they are, or as an animal: one object.
  //
  for (int id : {1, 2, 3, 4})
  {
    BOOST_TEST_CONTEXT (id)
    {
      std::shared_ptr<zoo::animal> p (load<zoo::animal> (id));
      std::shared_ptr<zoo::cat> q (std::dynamic_pointer_cast<zoo::cat> (p));
      key before (alkey->cache_key (p));
      BOOST_TEST (before.storable ());

      if (q != nullptr)
        BOOST_TEST (alkey->cache_key (q).str () == before.str ());

      std::string table (alkey->token (all<zoo::kitten> ()));
      update (*p);
      BOOST_TEST (!alkey->cache_key (p).storable ());
      BOOST_TEST (alkey->token (all<zoo::kitten> ()) != table);

      p = load<zoo::animal> (id);
      BOOST_TEST (alkey->cache_key (p).storable ());
      BOOST_TEST (alkey->cache_key (p).str () != before.str ());
    }
  }

  storable<zoo::dog> (2, "alkey:animal#2");
  storable<zoo::cat> (4, "alkey:animal#4");
  key before (storable<zoo::kitten> (4, "alkey:animal#4"));
  update (c);
  BOOST_TEST (storable<zoo::kitten> (4, "alkey:animal#4").str () ==
              before.str ());
  update (k);
  BOOST_TEST (storable<zoo::animal> (4, "alkey:animal#4").str () !=
              before.str ());
  before = storable<zoo::kitten> (4, "alkey:animal#4");
  commit ([&] { alkey->erase<zoo::animal> (4); });
  BOOST_TEST (alkey->cache_key (one<zoo::kitten> (4)).str () != before.str ());
}

BOOST_AUTO_TEST_CASE (a_reused_base_has_a_table_of_its_own)
{
  zoo::vehicle v (with_id<zoo::vehicle> (1));
  zoo::car c (with_id<zoo::car> (1));
  persist (v);
  persist (c);
  all_differ ({text (v), text (c)});

  key of_v (storable<zoo::vehicle> (1, "alkey:vehicle#1"));
  key of_c (storable<zoo::car> (1, "alkey:car#1"));
  update (c);
  BOOST_TEST (storable<zoo::vehicle> (1, "alkey:vehicle#1").str () ==
              of_v.str ());
  BOOST_TEST (storable<zoo::car> (1, "alkey:car#1").str () != of_c.str ());
}

BOOST_AUTO_TEST_CASE (a_callback_of_ones_own_is_called_for_everything)
{
  zoo::story s;
  persist (s);
  BOOST_TEST (s.events == 2U);
  update (s);
  BOOST_TEST (s.events == 4U);
  BOOST_TEST (load<zoo::story> (s.id)->events == 2U);
}

BOOST_AUTO_TEST_SUITE_END ()
