// Random operations of every kind, in random transactions. Whatever changed in
// the database must have another key, and nothing else may have.

#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb/connection.hxx>
#include <odb/exceptions.hxx>

#include <tests/support/seed.hxx>

#include "clients.hxx"
#include "kinds.hxx"

namespace
{
  using species::kind;
  using species::rows;
  using species::scene;

  // Versions by identifiers.
  //
  typedef std::map<std::string, std::string> versions;

  struct random_transactions: tests::clients
  {
    random_transactions (): observer (tests::server ().open ())
    {
      add_schema ("species");
    }

    rows dump ()
    {
      rows r;
      odb::transaction t (observer->begin ());
      for (const auto& k : kinds)
        k->dump (*observer, r);
      t.commit ();
      return r;
    }

    std::vector<std::string> identifiers () const
    {
      std::vector<std::string> r {"alkey:*#*"};

      for (const auto& k : kinds)
      {
        std::vector<std::string> v (k->identifiers ());
        r.push_back ("alkey:" + k->table () + "#*");
        r.insert (r.end (), v.begin (), v.end ());
      }

      return r;
    }

    // In one round trip: the key of all of them holds each with its version.
    //
    versions read (const std::vector<std::string>& names)
    {
      odb_alkey::key k (reader->cache_key (names));
      BOOST_REQUIRE_MESSAGE (k.storable (), "something is in flight");

      versions r;
      const std::string& s (k.str ());

      for (std::string::size_type i (s.find ("/alkey:"));
           i != std::string::npos; i = s.find ("/alkey:", i + 1))
      {
        std::string::size_type b (i);
        while (std::isdigit (static_cast<unsigned char> (s[b - 1])))
          --b;

        std::string::size_type e (s.find_first_of (";)]}", i));
        r[s.substr (i + 1, e - i - 1)] = s.substr (b, i - b);
      }

      BOOST_REQUIRE (r.size () == names.size ());
      return r;
    }

    // The outcome of the last COMMIT is known once its connection goes on.
    //
    void settle ()
    {
      odb::transaction t (db->begin ());
      db->execute ("SELECT 1");
      t.rollback ();
      writer->refresh ();
    }

    const kind& any (scene& s) const
    {
      return *kinds[static_cast<std::size_t> (
        s.below (static_cast<int> (kinds.size ())))];
    }

    // A transaction that goes as far as it can; true if it may have been
    // committed.
    //
    bool run (scene& s)
    {
      std::uint64_t fences (writer->stats ().fences);
      odb::transaction t (db->begin ());

      for (int n (1 + s.below (5)); n != 0; --n)
      {
        try
        {
          any (s).operation (s);
        }
        catch (const odb::exception& e)
        {
          s.log += std::string ("  ") + e.what () + '\n';

          // The transaction may be over, for all that is known.
          //
          s.commits = s.commits || db->id () != odb::id_pgsql;
        }
      }

      if (s.below (5) == 0)
      {
        s.log += "rollback\n";
        t.rollback ();

        // MySQL may have ended the transaction, so that what was fenced in it
        // may have been committed.
        //
        return s.commits || writer->stats ().fences != fences;
      }

      try
      {
        t.commit ();
      }
      catch (const odb::exception& e)
      {
        s.log += std::string ("commit: ") + e.what () + '\n';
      }

      return true;
    }

    // One statement, or several in one string, without a transaction; true.
    //
    bool run_alone (scene& s)
    {
      std::string text (any (s).statement (s));

      if (db->id () == odb::id_pgsql && s.below (2) == 0)
        text += "; " + any (s).statement (s);

      s.log += "alone: " + text + '\n';

      try
      {
        db->connection ()->execute (text);
      }
      catch (const odb::exception& e)
      {
        s.log += std::string ("  ") + e.what () + '\n';
      }

      return true;
    }

    // Says which rows and keys do not agree; empty if all do.
    //
    std::string compare (const rows& old_rows, const rows& new_rows,
                         versions old_versions, versions new_versions,
                         const species::expectation& expected)
    {
      std::string r;
      auto differs = [&] (const std::string& i)
      {
        return old_versions[i] != new_versions[i];
      };

      rows all (old_rows);
      all.insert (new_rows.begin (), new_rows.end ());

      for (const auto& p : all)
      {
        auto o (old_rows.find (p.first)), n (new_rows.find (p.first));
        bool same (o != old_rows.end () && n != new_rows.end () &&
                   o->second == n->second);

        if (old_versions.count (p.first) == 0)
          r += "not foreseen: " + p.first + '\n';
        else if (!same)
        {
          std::string table (p.first, 0, p.first.find ('#') + 1);
          ++changes;

          for (const std::string& i :
               {p.first, table + '*', std::string ("alkey:*#*")})
            if (!differs (i))
              r += "missed: " + i + '\n';
        }
      }

      for (const auto& v : old_versions)
      {
        bool table (v.first.back () == '*');
        bool allowed (v.first == "alkey:*#*" ? true
                      : table                ? expected.expects_table (
                                                 v.first.substr (6, v.first.size () - 8))
                              : expected.expects (v.first));

        if (differs (v.first) && !allowed)
          r += "changed for nothing: " + v.first + '\n';

        kept += differs (v.first) ? 0U : 1U;
      }

      return r;
    }

    std::unique_ptr<odb::database> observer;
    std::vector<std::unique_ptr<kind>> kinds {species::every_kind ()};
    std::size_t changes = 0;
    std::size_t kept = 0;
  };
}

BOOST_FIXTURE_TEST_SUITE (random_suite, random_transactions)

BOOST_AUTO_TEST_CASE (exactly_what_was_written_has_another_key)
{
  unsigned seed (tests::seed ());
  std::mt19937 random (seed);

  const char* n (std::getenv ("ODB_ALKEY_TRANSACTIONS"));
  unsigned long count (n != nullptr ? std::strtoul (n, nullptr, 10) : 1000);

  settle ();
  rows before (dump ());
  std::size_t committed (0);

  for (unsigned long i (0); i != count; ++i)
  {
    std::vector<std::string> names (identifiers ());
    versions old_versions (read (names));

    scene s {*db, *writer, random, species::expectation (), false, ""};
    bool lasts (s.below (6) == 0 ? run_alone (s) : run (s));
    committed += lasts ? 1U : 0U;
    settle ();

    rows after (dump ());
    std::string wrong (compare (before, after, old_versions, read (names),
                                lasts ? s.expected : species::expectation ()));

    BOOST_REQUIRE_MESSAGE (wrong.empty (), "seed " << seed << ", transaction "
                                                   << i << ":\n"
                                                   << s.log << wrong);
    before = after;
  }

  std::cout << "seed " << seed << ": " << count << " transactions, "
            << committed << " that last, " << changes << " rows changed, "
            << kept << " keys kept, " << writer->stats ().swept_statements
            << " statements swept\n";
  BOOST_TEST (changes > count / 2);
  BOOST_TEST (writer->stats ().not_understood == 0U);
}

BOOST_AUTO_TEST_SUITE_END ()
