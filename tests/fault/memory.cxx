// Memory runs out at any one place, or from there on. No process ends by it,
// no exception leaves a commit that the database has done, and no key is
// stale.

#define BOOST_TEST_MODULE odb_alkey memory
#include <boost/test/unit_test.hpp>

#include <memory>
#include <new>
#include <string>

#include <odb/version.hxx>

#include <tests/support/two-processes.hxx>

#include "failing-new.hxx"

using odb_alkey::key;
using odb_alkey::one;
using tests::allocation_failed;
using tests::fail_allocation;

namespace
{
  struct short_of_memory: tests::two_processes
  {
    // Calls f with 0, 1 and so on, as the number of the allocation that
    // fails, until none does. Once each alone, once with all that follow.
    // There have to be some allocations, or there is nothing to try.
    //
    template <typename F>
    void each (F f, bool some = true)
    {
      for (bool all : {false, true})
      {
        int n (0);

        while (f (n, all))
          ++n;

        BOOST_TEST ((n > 0 || !some));
        BOOST_TEST_MESSAGE (n << " allocations");
      }
    }

    key of_x ()
    {
      return reader->cache_key (one<shelf> (x.id));
    }

    // Without the fence that a commit before left, whose keys would all
    // differ.
    //
    key settled_key_of_x ()
    {
      evict (name (x));
      key k (of_x ());
      BOOST_TEST (k.storable ());
      return k;
    }
  };

  // Called when the database has committed, before the library is.
  //
  struct armed
  {
    int n;
    bool all;

    static void arm (unsigned short, void* self, unsigned long long)
    {
      armed& a (*static_cast<armed*> (self));
      fail_allocation (a.n, a.all);
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (memory, short_of_memory)

BOOST_AUTO_TEST_CASE (after_a_commit)
{
  each (
    [this] (int n, bool all)
    {
      key before (settled_key_of_x ());
      armed a {n, all};
      bool failed (false);
      {
        odb::transaction t (db->begin ());
        t.callback_register (&armed::arm, &a, odb::transaction::event_commit);
        db->update (x);
        BOOST_CHECK_NO_THROW (t.commit ());
        failed = allocation_failed ();
      }

      wait_for_resets ();
      BOOST_TEST (of_x ().str () != before.str ());
      BOOST_TEST (alkey->flush (tests::patience) == 0U);
      BOOST_TEST (of_x ().str () != before.str ());
      return failed;
    });
}

BOOST_AUTO_TEST_CASE (before_it)
{
  each (
    [this] (int n, bool all)
    {
      key before (settled_key_of_x ());
      bool committed (false), failed (false);

      try
      {
        odb::transaction t (db->begin ());
        fail_allocation (n, all);
        alkey->touch (x);
        t.commit ();
        committed = true;
        failed = allocation_failed ();
      }
      catch (const std::bad_alloc&)
      {
        failed = allocation_failed ();
      }
      catch (const odb_alkey::exception&)
      {
        failed = allocation_failed ();
      }

      wait_for_resets ();
      BOOST_TEST (alkey->flush (tests::patience) == 0U);

      if (committed)
        BOOST_TEST (of_x ().str () != before.str ());

      return failed;
    });
}

// The next user of the connection would go on with the transaction.
//
// From ODB 2.6 on it allocates nothing.
//
BOOST_AUTO_TEST_CASE (a_rollback)
{
  each (
    [this] (int n, bool all)
    {
      std::unique_ptr<odb::sqlite::database> fresh (
        tests::open_database (directory.path () + "/db"));
      odb_alkey::plugin p (*fresh, options ());
      bool failed (false);
      {
        odb::transaction t (fresh->begin ());
        fresh->update (x);
        fail_allocation (n, all);

        try
        {
          t.rollback ();
        }
        catch (const std::bad_alloc&)
        {
          // ODB's pool may throw it afterwards.
        }

        failed = allocation_failed ();
      }

      BOOST_CHECK_NO_THROW (odb::transaction (fresh->begin ()).rollback ());
      return failed;
    },
    ODB_VERSION <= 20550);
}

BOOST_AUTO_TEST_CASE (making_a_key)
{
  each (
    [this] (int n, bool all)
    {
      key right (of_x ());
      bool failed (false);

      try
      {
        fail_allocation (n, all);
        key k (of_x ());
        failed = allocation_failed ();
        BOOST_TEST ((!k.storable () || k.str () == right.str ()));
      }
      catch (const std::bad_alloc&)
      {
        failed = allocation_failed ();
      }

      BOOST_TEST (reader->flush (tests::patience) == 0U);
      return failed;
    });
}

BOOST_AUTO_TEST_SUITE_END ()
