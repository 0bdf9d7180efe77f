#ifndef ODB_ALKEY_CHANGES_PAST_COMMITS_HXX
#define ODB_ALKEY_CHANGES_PAST_COMMITS_HXX

#include <memory>
#include <vector>

#include <odb/forward.hxx>

#include <odb_alkey/sql/dialect.hxx>
#include <odb_alkey/sql/statement.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    class token_store;
  }

  namespace changes
  {
    class transaction_changes;

    // The COMMITs that were sent on one connection and whose outcome is not
    // final yet. Since ODB does not tell the outcome of a COMMIT that fails,
    // it is taken from what the connection does next.
    //
    // Used by one thread at a time.
    //
    class past_commits
    {
    public:
      bool empty () const noexcept
      {
        return commits_.empty ();
      }

      // Makes room for another one, so that the next add () does not throw.
      //
      void reserve ();

      // Takes what a COMMIT that is about to be sent commits. The statement is
      // the one that commits if ODB knows no transaction, and has made an
      // object of the statement's text; else it is null.
      //
      void add (std::shared_ptr<transaction_changes>,
                const odb::statement* = nullptr);

      // A statement with this boundary is about to be sent on the connection.
      //
      void connection_goes_on (const sql::dialect&, sql::boundary) noexcept;

      // ODB is about to delete a statement.
      //
      void deallocating (const odb::statement&) noexcept;

      void clear () noexcept;

      // Forgets those that are this store's.
      //
      void forget (const tokens::token_store&) noexcept;

    private:
      struct commit
      {
        std::shared_ptr<transaction_changes> changes;
        const odb::statement* statement;

        // How often the connection went on since then.
        //
        unsigned steps;
      };

      std::vector<commit> commits_;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_PAST_COMMITS_HXX
