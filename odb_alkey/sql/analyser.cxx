#include <odb_alkey/sql/analyser.hxx>

namespace odb_alkey
{
  namespace sql
  {
    void analyser::all ()
    {
      unsigned statements (0);
      bool ends (false);

      while (!at_.at_end ())
      {
        if (at_.skip (';'))
          continue;

        boundary_ = boundary::none;
        verb_ = verb::none;
        statement ();
        rest ();
        ++statements;

        if (boundary_ != boundary::none)
          effect_.boundary = boundary_;

        ends = ends || boundary_ == boundary::commit ||
               boundary_ == boundary::rollback;
      }

      effect_.several = effect_.several || statements > 1;
      effect_.verb = effect_.several ? verb::other : verb_;
      effect_.commits = effect_.commits || (effect_.several && ends);
    }

    void analyser::statement ()
    {
      while (at_.skip ('('))
        ;

      word_ = at_->what == token::kind::word ? at_->value : "?";
      with_ = at_->is ("WITH");

      if (!begins_or_ends () && !definition () && !writes () && !other () &&
          !defining_)
        not_understood ();
    }

    void analyser::add (const name& n)
    {
      for (const name& t : effect_.tables)
        if (t.schema == n.schema && t.table == n.table)
          return;

      effect_.tables.push_back (n);
    }

    void analyser::one ()
    {
      name n;

      if (at_.read (n))
        add (n);
      else
        not_understood ();
    }

    void analyser::list ()
    {
      std::vector<name> names;

      if (!at_.read_list (names))
        not_understood ();

      for (const name& n : names)
        add (n);
    }

    // What is not understood may commit, too.
    //
    void analyser::not_understood ()
    {
      effect_.anything = true;
      commits_in_mysql ();

      if (effect_.word.empty ())
        effect_.word = word_;
    }

    // Begin and end of transactions.
    //
    bool analyser::begins_or_ends ()
    {
      if (defining_ && at_.is_any ({"BEGIN", "END", "COMMIT", "ROLLBACK"}))
      {
        defining_ = !at_->is ("END");
        return true;
      }

      if (at_.skip ("BEGIN"))
      {
        if (at_.skip ("NOT"))
          not_understood ();

        boundary_ = boundary::begin;
      }
      else if (at_->is ("START") && at_.ahead ().is ("TRANSACTION"))
        boundary_ = boundary::begin;
      else if (at_.is_any ({"COMMIT", "END", "ROLLBACK", "ABORT"}))
        end_of_transaction ();
      else
        return false;

      return true;
    }

    void analyser::end_of_transaction ()
    {
      bool commits (at_.is_any ({"COMMIT", "END"}));
      at_.next ();

      // Of another transaction.
      //
      if (at_->is ("PREPARED"))
      {
        if (commits)
          not_understood ();

        return;
      }

      at_.skip_any ({"WORK", "TRANSACTION"});

      if (!commits && at_->is ("TO"))
        return;

      // With AND CHAIN another one begins at once.
      //
      if (at_.skip ("AND") && !at_->is ("NO"))
        effect_.commits = true;
      else
        boundary_ = commits ? boundary::commit : boundary::rollback;
    }

    // EXPLAIN ANALYZE does what it explains, as does MariaDB's ANALYZE.
    //
    void analyser::explain ()
    {
      bool executes (at_->is ("ANALYZE"));

      for (at_.next (); !at_.at_stop (); at_.next ())
      {
        if (at_.is_any ({"ANALYZE", "ANALYSE"}))
          executes = true;

        if (at_.is_any ({"INSERT", "REPLACE", "UPDATE", "DELETE", "MERGE",
                         "EXECUTE", "WITH", "SELECT", "CALL"}))
          break;

        // ANALYZE TABLE
        //
        if (at_->is ("TABLE"))
          commits_in_mysql ();
      }

      if (executes && !at_.at_stop ())
        statement ();
    }

    void analyser::set ()
    {
      bool statement_follows (at_.ahead ().is ("STATEMENT"));

      for (at_.next (); !at_.at_stop (); at_.next ())
      {
        if (at_.is_any ({"AUTOCOMMIT", "PASSWORD"}) ||
            (at_->what == token::kind::quoted &&
             reader::same (at_->value, "AUTOCOMMIT")))
          commits_in_mysql ();

        // MariaDB: SET STATEMENT a = 1 FOR UPDATE …
        //
        if (statement_follows && at_.skip ("FOR"))
        {
          statement ();
          return;
        }
      }
    }

    // PostgreSQL's SELECT … INTO makes a table; it may be one of those that
    // are known, and had no rows before.
    //
    void analyser::select ()
    {
      if (dialect_ != dialect::pgsql && dialect_ != dialect::other)
        return;

      unsigned depth (0);

      for (at_.next (); !at_.at_stop (); at_.next ())
      {
        if (at_->is ('('))
          ++depth;
        else if (at_->is (')') && depth != 0)
          --depth;
        else if (depth == 0 && at_->is ("FROM"))
          return;
        else if (depth == 0 && at_.skip ("INTO"))
        {
          at_.skip_any ({"TEMPORARY", "TEMP", "UNLOGGED", "TABLE"});
          one ();
          return;
        }
      }
    }

    bool analyser::other ()
    {
      if (at_.is_any ({"EXPLAIN", "ANALYZE"}))
        explain ();
      else if (at_->is ("SET"))
        set ();
      else if (at_->is ("SELECT"))
        select ();
      else if (at_->is ("RELEASE"))
        effect_.commits_alone =
          effect_.commits_alone || dialect_ == dialect::sqlite;

      // What changes no row, and commits nothing in MySQL either. PREPARE is
      // followed by EXECUTE, which is not understood, and WITH by what is
      // found in the rest.
      //
      else if (!at_.is_any ({"WITH", "VALUES", "SHOW", "DESCRIBE", "DESC",
                             "SAVEPOINT", "USE", "PREPARE", "DEALLOCATE",
                             "KILL", "CHECKSUM", "HELP"}))
      {
        // What changes no row.
        //
        if (!at_.is_any ({"TABLE",    "RESET",      "PRAGMA", "VACUUM",
                          "REINDEX",  "CLUSTER",    "ATTACH", "DETACH",
                          "DECLARE",  "FETCH",      "MOVE",   "CLOSE",
                          "LISTEN",   "UNLISTEN",   "NOTIFY", "DISCARD",
                          "COMMENT",  "CHECKPOINT", "GRANT",  "REVOKE",
                          "SECURITY", "OPTIMIZE",   "REPAIR", "CHECK",
                          "FLUSH",    "LOCK",       "UNLOCK", "START",
                          "STOP",     "CHANGE",     "PURGE",  "CACHE"}))
          return false;

        commits_in_mysql ();
      }

      return true;
    }

    // Up to the end of the statement, or to the verb that comes after the
    // first part of it: a statement that changes something may be part of
    // another one, WITH x AS (DELETE …) UPDATE …
    //
    void analyser::rest ()
    {
      unsigned depth (0);

      for (; !at_.at_stop (); at_.next ())
      {
        if (at_->is ('('))
          ++depth;
        else if (at_->is (')') && depth != 0)
          --depth;

        const token& before (at_.behind ());
        bool main (with_ && depth == 0);

        if (!before.is ('(') && !before.is (')') && !main)
          continue;

        if (main && at_.is_any ({"SELECT", "VALUES", "TABLE"}))
        {
          with_ = false;
          continue;
        }

        // Not a function, nor a column of that name; but after WITH there has
        // to be one.
        //
        token::kind after (at_.ahead ().what);

        if (at_.is_any ({"INSERT", "REPLACE", "UPDATE", "DELETE", "MERGE"}) &&
            (after == token::kind::word || after == token::kind::quoted ||
             (main && !before.is ("FOR"))))
        {
          with_ = with_ && !main;
          writes ();
          verb_ = verb::other;

          // What was read ends where there may be a parenthesis.
          //
          if (at_.at_stop ())
            return;

          if (at_->is (')') && depth != 0)
            --depth;
          else if (at_->is ('('))
            ++depth;
        }
      }

      if (with_)
        not_understood ();

      with_ = false;
    }
  }
}
