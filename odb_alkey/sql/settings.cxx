#include <odb_alkey/sql/analyser.hxx>

#include <cstddef>

// Statements that change no row, and SET.

namespace odb_alkey
{
  namespace sql
  {
    bool analyser::other ()
    {
      if (at_->is ("SET"))
      {
        set ();
        return true;
      }

      if (at_->is ("PREPARE"))
      {
        prepare ();
        return true;
      }

      bool known (at_.is_any (dialect_.harmless));

      if (at_.is_any (dialect_.harmless_but_commit))
      {
        known = true;
        commits_implicitly ();
      }

      if (at_.is_any ({"SAVEPOINT", "RELEASE"}))
      {
        known = true;
        effect_.commits_alone =
          effect_.commits_alone ||
          (dialect_.savepoint_begins && at_->is ("RELEASE"));
      }

      if (known)
        rest ();

      return known;
    }

    // PREPARE changes nothing, and a later EXECUTE is not understood. PREPARE
    // TRANSACTION ends the transaction, and another connection may commit it.
    //
    void analyser::prepare ()
    {
      at_.next ();

      if (at_->is ("TRANSACTION"))
      {
        effect_.commits = true;
        not_understood ();
      }

      while (!at_.at_stop ())
        at_.next ();
    }

    void analyser::set ()
    {
      if (dialect_.sets_for_statement && at_.ahead ().is ("STATEMENT"))
      {
        set_statement ();
        return;
      }

      bool commits (false);
      std::size_t depth (0);

      for (at_.next (); !at_.at_stop () && !given_up_; at_.next ())
      {
        commits =
          commits || at_->reads ("AUTOCOMMIT") || at_->reads ("PASSWORD");
        effect_.serializes = effect_.serializes || sets_serializable ();
        expect (harmless (clauses::query, depth == 0));
      }

      if (commits)
        commits_implicitly ();

      expect (!dialect_.set_changes_reading || !at_->is (';') ||
              at_.ahead ().is (';') || at_.ahead ().what == lexeme::kind::end);
    }

    // True for TRANSACTION ISOLATION LEVEL SERIALIZABLE, and for a value of
    // the variable that is not known to be a lower level: it may be a number,
    // or another variable.
    //
    bool analyser::sets_serializable () const noexcept
    {
      if (dialect_.ended_by != dialect::failures::statements)
        return false;

      if (at_->reads ("TX_ISOLATION") || at_->reads ("TRANSACTION_ISOLATION"))
      {
        bool assigns (at_.ahead ().is ('=') || at_.ahead ().is (':'));
        const lexeme& value (at_.ahead (2));

        return assigns && !value.reads ("READ-UNCOMMITTED") &&
               !value.reads ("READ-COMMITTED") &&
               !value.reads ("REPEATABLE-READ");
      }

      return at_->reads ("SERIALIZABLE");
    }

    // MariaDB: SET STATEMENT a = 1, b = (2) FOR UPDATE …
    //
    void analyser::set_statement ()
    {
      while (!at_.at_stop () && !at_->is ("FOR"))
      {
        if (at_->is ('('))
          at_.skip_parentheses ();
        else
          at_.next ();
      }

      at_.skip ("FOR");
      nested ({"SELECT", "VALUES", "WITH", "INSERT", "REPLACE", "UPDATE",
               "DELETE", "SET"});
    }
  }
}
