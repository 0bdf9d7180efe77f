#include <odb_alkey/sql/analyser.hxx>

#include <cstddef>

// What writes nothing by itself.

namespace odb_alkey
{
  namespace sql
  {
    // Queries, and what has them.
    //
    bool analyser::reads ()
    {
      if (at_->is ("WITH"))
        with ();
      else if (at_.is_any ({"SELECT", "VALUES", "TABLE"}))
        rest ();
      else if (at_->is ('('))
      {
        at_.next ();
        nested ({"SELECT", "VALUES", "TABLE", "WITH"});
        expect (at_.skip (')'));
        rest ();
      }
      else if (at_.is_any ({"EXPLAIN", "DESCRIBE", "DESC"}))
        explain ();
      else if (at_->is ("ANALYZE") && dialect_ != dialect::other)
        analyze ();
      else
        return false;

      return true;
    }

    // WITH a (n) AS (SELECT …), b AS (DELETE …) UPDATE …
    //
    void analyser::with ()
    {
      at_.next ();

      // It may be a name.
      //
      if (!at_.ahead ().is ("AS") && !at_.ahead ().is ('('))
        at_.skip ("RECURSIVE");

      do
        with_name ();
      while (!given_up_ && at_.skip (','));

      if (given_up_)
        return;

      // Elsewhere what is written may be what the query shows.
      //
      if (dialect_ == dialect::other)
        nested ({"SELECT", "VALUES", "TABLE"});
      else
        nested ({"SELECT", "VALUES", "TABLE", "INSERT", "REPLACE", "UPDATE",
                 "DELETE", "MERGE"});

      if (verb_ != verb::none)
        verb_ = verb::other;
    }

    void analyser::with_name ()
    {
      bool named (at_.at_name ());
      at_.next ();

      if (at_->is ('('))
        at_.skip_parentheses ();

      named = named && at_.skip ("AS");
      at_.skip_any ({"NOT", "MATERIALIZED"});

      expect (named && at_.skip ('('));
      nested ({"SELECT", "VALUES", "TABLE", "WITH", "INSERT", "UPDATE",
               "DELETE", "MERGE"});
      expect (at_.skip (')'));
    }

    // EXPLAIN ANALYZE does what it explains. PostgreSQL takes ("analyze"), and
    // what EXECUTE is behind may be named VALUES.
    //
    void analyser::explain ()
    {
      const std::initializer_list<const char*> verbs {
        "SELECT", "VALUES", "WITH",  "INSERT", "REPLACE",
        "UPDATE", "DELETE", "MERGE", "CREATE", "REFRESH"};
      bool executes (false);
      at_.next ();

      for (; !at_.at_stop (); at_.next ())
      {
        executes = executes || at_.is_any ({"ANALYZE", "ANALYSE"}) ||
                   (pgsql () && at_->what == lexeme::kind::quoted);

        if (at_.is_any (verbs) || at_->is ("EXECUTE"))
          break;
      }

      if (executes)
        nested (verbs);
      else if (dialect_ == dialect::other)
        rest ();
      else
        while (!at_.at_stop ())
          at_.next ();
    }

    // Statistics; or, in MariaDB, as EXPLAIN ANALYZE.
    //
    void analyser::analyze ()
    {
      at_.next ();

      if (!mysql ())
      {
        rest ();
        return;
      }

      if (at_.skip ("FORMAT"))
      {
        expect (at_.skip ('='));
        at_.next ();
      }

      at_.skip_any ({"NO_WRITE_TO_BINLOG", "LOCAL"});

      if (at_->is ("TABLE"))
      {
        commits_in_mysql ();
        rest ();
      }
      else
        nested ({"SELECT", "VALUES", "WITH", "INSERT", "REPLACE", "UPDATE",
                 "DELETE"});
    }

    // What changes no row.
    //
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

      bool known (false);

      switch (dialect_)
      {
      case dialect::sqlite:
        known = at_.is_any ({"PRAGMA", "VACUUM", "REINDEX"});
        break;
      case dialect::pgsql:
        known = at_.is_any ({"SHOW", "RESET", "DECLARE", "FETCH", "MOVE",
                             "CLOSE", "LISTEN", "UNLISTEN", "NOTIFY", "LOCK",
                             "DEALLOCATE", "COMMENT", "GRANT", "REVOKE",
                             "CHECKPOINT", "VACUUM", "REINDEX", "CLUSTER"});
        break;
      case dialect::mysql:
        known = at_.is_any (
          {"SHOW", "USE", "KILL", "CHECKSUM", "HELP", "DEALLOCATE"});

        if (at_.is_any ({"OPTIMIZE", "CHECK", "FLUSH", "LOCK", "UNLOCK",
                         "GRANT", "REVOKE"}))
        {
          known = true;
          commits_in_mysql ();
        }
        break;
      case dialect::other:
        break;
      }

      if (at_.is_any ({"SAVEPOINT", "RELEASE"}))
      {
        known = true;
        effect_.commits_alone =
          effect_.commits_alone ||
          (dialect_ == dialect::sqlite && at_->is ("RELEASE"));
      }

      if (known)
        rest ();

      return known;
    }

    // What is executed later is not understood then. PREPARE TRANSACTION ends
    // one, and leaves it to others to commit it.
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
      if (mysql () && at_.ahead ().is ("STATEMENT"))
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
        commits_in_mysql ();

      // MySQL reads what follows by what was set.
      //
      expect (!mysql () || !at_->is (';') || at_.ahead ().is (';') ||
              at_.ahead ().what == lexeme::kind::end);
    }

    // TRANSACTION ISOLATION LEVEL SERIALIZABLE, or a value of the variable
    // that is no lower level: it may be a number, or another variable.
    //
    bool analyser::sets_serializable () const noexcept
    {
      if (!mysql ())
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
