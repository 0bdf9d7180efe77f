#include <odb_alkey/sql/analyser.hxx>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <utility>

// The text as a whole, and what is common to statements.

namespace odb_alkey
{
  namespace sql
  {
    namespace
    {
      // As many as people write, and more.
      //
      const unsigned deepest = 32;
      const std::size_t most_tables = 256;

      // Whoever writes these may rename other tables, or remove them.
      //
      bool is_catalogue (const name& n, dialect d)
      {
        const lexeme t {lexeme::kind::word, n.table.data (), n.table.size ()};
        auto is_any = [&t] (std::initializer_list<const char*> capitals)
        {
          return std::any_of (capitals.begin (), capitals.end (),
                              [&t] (const char* s) { return t.is (s); });
        };

        switch (d)
        {
        case dialect::sqlite:
          return is_any ({"SQLITE_MASTER", "SQLITE_SCHEMA",
                          "SQLITE_TEMP_MASTER", "SQLITE_TEMP_SCHEMA"});
        case dialect::pgsql:
          return n.schema == "pg_catalog" ||
                 is_any ({"PG_ATTRIBUTE", "PG_CLASS", "PG_INHERITS",
                          "PG_NAMESPACE"});
        case dialect::mysql:
        case dialect::other:
          break;
        }

        return false;
      }
    }

    effect analyser::all ()
    {
      unsigned statements (0);
      bool ends (false);

      while (!at_.at_end () && !given_up_)
      {
        if (at_.skip (';'))
        {
          ended_ = true;
          continue;
        }

        boundary_ = boundary::none;
        verb_ = verb::none;
        statement ();
        ++statements;

        ends = ends || boundary_ == boundary::commit ||
               boundary_ == boundary::rollback;

        if (boundary_ != boundary::none && !given_up_)
          effect_.boundary = boundary_;
      }

      if (!given_up_ && at_->what != lexeme::kind::end)
        not_understood ();

      if (given_up_)
        skip_statement ();

      // What is behind may be a boundary.
      //
      if (at_->what != lexeme::kind::end)
      {
        ++statements;
        ends = true;
      }

      effect_.locks = at_.locks ();
      effect_.several = statements > 1;
      effect_.verb = effect_.several ? verb::other : verb_;
      effect_.commits = effect_.commits || (effect_.several && ends);
      return std::move (effect_);
    }

    void analyser::skip_statement ()
    {
      while (!at_.at_stop ())
        at_.next ();

      while (at_.skip (';'))
        ;
    }

    // PostgreSQL reads the text to its end before it executes anything.
    //
    bool analyser::refused () const noexcept
    {
      return at_->what == lexeme::kind::unclosed && (pgsql () || !ended_);
    }

    void analyser::statement ()
    {
      if (at_->what == lexeme::kind::word)
        word_ = at_->value ();

      any_statement ();

      if (!given_up_ && (!at_.at_stop () || at_->what > lexeme::kind::end))
        not_understood ();
    }

    void analyser::any_statement ()
    {
      if (!begins_or_ends () && !definition () && !writes () && !reads () &&
          !other ())
        not_understood ();
    }

    void analyser::nested (std::initializer_list<const char*> words)
    {
      if (++depth_ <= deepest && (at_->is ('(') || at_.is_any (words)))
        any_statement ();
      else
        not_understood ();

      --depth_;
    }

    void analyser::add (const name& n)
    {
      if (is_catalogue (n, dialect_))
      {
        not_understood ();
        return;
      }

      for (const name& t : effect_.tables)
        if (t.schema == n.schema && t.table == n.table)
          return;

      if (effect_.tables.size () == most_tables)
        not_understood ();
      else
        effect_.tables.push_back (n);
    }

    void analyser::one ()
    {
      name n;

      if (!given_up_ && at_.read_relation (n))
        add (n);
      else
        not_understood ();
    }

    void analyser::list ()
    {
      do
        one ();
      while (at_.skip (',') && !given_up_);
    }

    void analyser::expect (bool b)
    {
      if (!b)
        not_understood ();
    }

    // What is not understood may commit, too.
    //
    void analyser::not_understood ()
    {
      given_up_ = true;
      effect_.unknown_tables = true;
      effect_.erases = true;
      commits_in_mysql ();

      if (effect_.word.empty ())
        effect_.word = word_;
    }

    // Up to the end of the statement, or to the parenthesis that closes
    // around it.
    //
    void analyser::rest (clauses c)
    {
      std::size_t depth (0);

      while (!at_.at_stop () && !given_up_)
      {
        if (at_->is ('('))
          ++depth;
        else if (at_->is (')') && depth-- == 0)
          return;

        if (at_.skip ("INTO"))
          into ();
        else if (harmless (c, depth == 0))
          at_.next ();
        else
          not_understood ();
      }
    }

    // PostgreSQL's SELECT … INTO makes a table; it may be one of those that
    // are known, and had no rows before.
    //
    void analyser::into ()
    {
      if (pgsql ())
      {
        at_.skip_any (
          {"LOCAL", "GLOBAL", "TEMPORARY", "TEMP", "UNLOGGED", "TABLE"});

        // That one was the name.
        //
        expect (!at_.is_any ({"FROM", "WHERE", "GROUP", "HAVING", "WINDOW",
                              "UNION", "INTERSECT", "EXCEPT", "ORDER", "LIMIT",
                              "OFFSET", "FETCH", "FOR"}));
        one ();
      }
      else if (mysql ())
        expect (at_->is ('@') || at_.is_any ({"OUTFILE", "DUMPFILE"}));
      else
        expect (at_->is (':')); // Oracle's RETURNING id INTO :1
    }

    // Whether a table is defined whose rows are another one's: INHERITS and
    // PARTITION OF in PostgreSQL, most storage engines in MySQL.
    //
    bool analyser::shares_rows () const noexcept
    {
      if (at_->is ("ENGINE"))
      {
        const lexeme& engine (at_.ahead (at_.ahead ().is ('=') ? 2 : 1));

        return !engine.reads ("INNODB") && !engine.reads ("MYISAM") &&
               !engine.reads ("ARIA") && !engine.reads ("MEMORY");
      }

      return at_->is ("INHERITS") ||
             (at_->is ("PARTITION") && at_.ahead ().is ("OF"));
    }

    // A statement can be within another one only behind one of these words,
    // which may also be a clause, or a function.
    //
    bool analyser::harmless (clauses c, bool outermost) const noexcept
    {
      if (at_->what != lexeme::kind::word)
        return true;

      const lexeme& before (at_.behind ());

      if (at_.is_any ({"INSERT", "REPLACE"}) && at_.ahead ().is ('('))
        return true;

      // FOR UPDATE, FOR NO KEY UPDATE, ON DUPLICATE KEY UPDATE, ON CONFLICT
      // DO UPDATE.
      //
      if (at_->is ("UPDATE") &&
          (before.is ("FOR") || before.is ("KEY") ||
           (before.is ("DO") && at_.ahead ().is ("SET"))))
        return true;

      if (at_.is_any ({"INSERT", "REPLACE", "UPDATE", "DELETE", "MERGE"}))
        return (c == clauses::merge && before.is ("THEN")) ||
               (c == clauses::definition && before.is ("ON"));

      // CREATE TABLE … AS EXECUTE: what was prepared may write.
      //
      if (c == clauses::definition &&
          (at_->is ("EXECUTE") || (outermost && shares_rows ())))
        return false;

      if (dialect_ != dialect::other)
        return true;

      // Where nothing stands between statements.
      //
      return !at_.is_any ({"ALTER", "BEGIN", "BULK", "CALL", "COMMIT",
                           "CREATE", "DECLARE", "DROP", "EXEC", "EXECUTE",
                           "IF", "RESTORE", "ROLLBACK", "SAVE", "TRUNCATE",
                           "WHILE"}) &&
             !(c == clauses::single && outermost && at_->is ("FROM"));
    }
  }
}
