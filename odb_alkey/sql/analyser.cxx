#include <odb_alkey/sql/analyser.hxx>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <utility>

// The text as a whole, and the parts that statements have in common.

namespace odb_alkey
{
  namespace sql
  {
    namespace
    {
      // Bounds that are beyond what people write.
      //
      const unsigned deepest = 32;
      const std::size_t most_tables = 256;

      // A write to one of these may rename other tables, or remove them.
      //
      bool is_catalogue (const name& n, const dialect& d)
      {
        const lexeme t {lexeme::kind::word, n.table.data (), n.table.size ()};

        for (dialect::keywords k (d.catalogue_tables); *k != nullptr; ++k)
          if (t.is (*k))
            return true;

        return d.catalogue_schema != nullptr && n.schema == d.catalogue_schema;
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

      // The rest of the text, which was not read, may be a boundary.
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

    // A server that does not read ahead has executed the statements before.
    //
    bool analyser::refused () const noexcept
    {
      return at_->what == lexeme::kind::unclosed &&
             (dialect_.reads_ahead || !ended_);
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

    void analyser::not_understood ()
    {
      given_up_ = true;
      effect_.unknown_tables = true;
      effect_.erases = true;
      commits_implicitly ();

      if (effect_.word.empty ())
        effect_.word = word_;
    }

    // Reads to the end of the statement, or to the parenthesis that closes
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

    // A table that is created may be one that is known, and did not exist
    // before.
    //
    void analyser::into ()
    {
      switch (dialect_.into)
      {
      case dialect::destination::table:
        at_.skip_any (
          {"LOCAL", "GLOBAL", "TEMPORARY", "TEMP", "UNLOGGED", "TABLE"});

        // If one of these follows, the last of those was the table's name.
        //
        expect (!at_.is_any ({"FROM", "WHERE", "GROUP", "HAVING", "WINDOW",
                              "UNION", "INTERSECT", "EXCEPT", "ORDER", "LIMIT",
                              "OFFSET", "FETCH", "FOR"}));
        one ();
        break;
      case dialect::destination::variable:
        expect (at_->is ('@') || at_.is_any ({"OUTFILE", "DUMPFILE"}));
        break;
      case dialect::destination::parameter:
        expect (at_->is (':'));
        break;
      }
    }

    // True if the table that is defined shares the rows of another one, as
    // with INHERITS and PARTITION OF in PostgreSQL, and with most storage
    // engines in MySQL.
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

    // True if no other statement begins here. Within a statement, another one
    // begins only with one of these words, which may also be a clause or a
    // function.
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

      // In CREATE TABLE … AS EXECUTE, the prepared statement may write.
      //
      if (c == clauses::definition &&
          (at_->is ("EXECUTE") || (outermost && shares_rows ())))
        return false;

      if (c == clauses::single && outermost && at_->is ("FROM"))
        return false;

      return !dialect_.semicolons_optional ||
             !at_.is_any ({"ALTER", "BEGIN", "BULK", "CALL", "COMMIT",
                           "CREATE", "DECLARE", "DROP", "EXEC", "EXECUTE",
                           "IF", "RESTORE", "ROLLBACK", "SAVE", "TRUNCATE",
                           "WHILE"});
    }
  }
}
