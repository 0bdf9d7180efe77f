#ifndef TESTS_SUPPORT_TRACED_HXX
#define TESTS_SUPPORT_TRACED_HXX

#include <string>
#include <vector>

#include <tests/support/changed.hxx>
#include <tests/support/environment.hxx>
#include <tests/support/hook-tracer.hxx>

namespace tests
{
  // This is an environment whose plugin was bound over a tracer, which comes
  // between a fence and its COMMIT.
  //
  struct traced: environment
  {
    explicit traced (
      redis_server::clock clock = redis_server::clock::the_machine_s)
        : environment ({}, redis_server::listen::local, clock)
    {
      alkey.reset ();
      db->tracer (hook);
      renew (options ());
    }

    // The database outlives the tracer.
    //
    ~traced ()
    {
      alkey.reset ();
      db->tracer (static_cast<odb::tracer*> (nullptr));
    }

    // Tells which of its subjects, such as "shelf#1", f changes. It
    // is run in a transaction, or as it is.
    //
    template <typename F>
    std::string changed (F f)
    {
      return changed_outside ([&] { commit (f); });
    }

    template <typename F>
    std::string changed_outside (F f)
    {
      return tests::changed (*alkey, *alkey, subjects, f);
    }

    hook_tracer hook;
    std::vector<std::string> subjects;
  };
}

#endif // TESTS_SUPPORT_TRACED_HXX
