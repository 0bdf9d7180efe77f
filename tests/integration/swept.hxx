#ifndef TESTS_INTEGRATION_SWEPT_HXX
#define TESTS_INTEGRATION_SWEPT_HXX

#include <cstddef>
#include <string>

#include <tests/support/zoo/zoo-environment.hxx>

#include "with-id.hxx"

namespace tests
{
  // An object of each of several classes of the zoo; tests say which of them
  // change by statements.
  //
  struct swept: zoo::environment
  {
    swept ()
    {
      subjects = {"account#1", "article#1",   "playlist#1",
                  "animal#1",  "app.users#1", "user#1",
                  "comment#1", "document#e",  "the%20%22Order%22#1",
                  "Worlds#0",  "user#2"};
      alkey->reads_schema ("zoo");
      alkey->reads_schema ("zoo-app");

      zoo::account a (with_id<zoo::account> (1));
      zoo::article r (with_id<zoo::article> (1));
      zoo::playlist p (with_id<zoo::playlist> (1));
      zoo::dog d (with_id<zoo::dog> (1));
      zoo::app::user u (with_id<zoo::app::user> (1));
      zoo::user v;
      zoo::comment c (with_id<zoo::comment> (1));
      zoo::document e (with_id<zoo::document> ("e"));
      zoo::order o (with_id<zoo::order> (1));
      zoo::world w;

      commit (
        [&]
        {
          db->persist (a);
          db->persist (r);
          db->persist (p);
          db->persist (d);
          db->persist (u);
          db->persist (v);
          db->persist (c);
          db->persist (e);
          db->persist (o);
          db->persist (w);
        });
      before_ = alkey->stats ().swept_statements;
    }

    // Tells which of these, an object of each table, a statement changes.
    //
    std::string changed_by (const std::string& text)
    {
      return changed ([&] { db->execute (text); });
    }

    std::size_t sweeps () const
    {
      return alkey->stats ().swept_statements - before_;
    }

  private:
    std::size_t before_;
  };
}

#endif // TESTS_INTEGRATION_SWEPT_HXX
