// A process that dies at any step of a commit never leaves an old key valid.

#include <csignal>
#include <memory>
#include <string>

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <tests/support/child.hxx>
#include <tests/support/two-processes.hxx>

using odb_alkey::all;
using odb_alkey::key;

namespace
{
  struct fixture: tests::two_processes
  {
    fixture (): two_processes (std::chrono::milliseconds (400)) {}

    enum class step
    {
      written,
      fenced,
      committed,
      reset
    };

    static bool die ()
    {
      return ::kill (getpid (), SIGKILL) == 0;
    }

    // Another process changes x and is killed on the way.
    //
    bool write (step when)
    {
      auto own (tests::open_database (directory.path () + "/db"));
      tests::hook_tracer t;
      static_cast<odb::database&> (*own).tracer (t);
      odb_alkey::plugin p (*own, options ());

      if (when == step::fenced)
        t.at ("COMMIT", [] (odb::connection&) { die (); });

      odb::transaction tr (own->begin ());

      // Callbacks are called in the order in which they were registered.
      //
      if (when == step::committed)
        tr.callback_register (
          [] (unsigned short, void*, unsigned long long) { die (); }, nullptr);

      x.name = "new";
      own->update (x);

      if (when == step::written)
        die ();

      tr.commit ();
      return die ();
    }

    void check (step when, bool committed)
    {
      key before (key_of (x));
      std::string list (reader->cache_key (all<shelf> ()).str ());
      std::shared_ptr<shelf> old (load (x.id));
      BOOST_TEST (reader->cache_key (*old).storable ());

      BOOST_REQUIRE (tests::in_child ([&] { return write (when); }) ==
                     -SIGKILL);
      BOOST_TEST ((load (x.id)->name == "new") == committed);

      // A value that can be stored is as new as its key, from now on.
      //
      key now (key_of (x));
      BOOST_TEST ((now.str () == before.str ()) == (when == step::written));
      BOOST_TEST (reader->cache_key (*old).storable () ==
                  (when == step::written));

      key after (await_storable (x));
      BOOST_TEST ((after.str () == before.str ()) == (when == step::written));
      BOOST_TEST (reader->cache_key (*old).storable () ==
                  (when == step::written));
      BOOST_TEST (reader->cache_key (*load (x.id)).storable ());
      BOOST_TEST ((reader->cache_key (all<shelf> ()).str () == list) ==
                  (when == step::written));
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (crashes, fixture)

BOOST_AUTO_TEST_CASE (before_the_fence_nothing_has_happened)
{
  check (step::written, false);
}

BOOST_AUTO_TEST_CASE (between_the_fence_and_the_commit)
{
  check (step::fenced, false);
}

BOOST_AUTO_TEST_CASE (between_the_commit_and_the_reset)
{
  check (step::committed, true);
}

BOOST_AUTO_TEST_CASE (after_the_reset_was_sent)
{
  check (step::reset, true);
}

BOOST_AUTO_TEST_SUITE_END ()
