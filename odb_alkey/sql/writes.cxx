#include <odb_alkey/sql/analyser.hxx>

#include <cstddef>

// Statements that change rows.

namespace odb_alkey
{
  namespace sql
  {
    bool analyser::writes ()
    {
      bool none (verb_ == verb::none);
      sql::verb v (verb::other);

      if (at_.skip ("INSERT"))
        v = insert ();
      else if (at_.skip ("REPLACE"))
        insert ();
      else if (at_.skip ("UPDATE"))
        v = update ();
      else if (at_.skip ("DELETE"))
      {
        v = verb::erase;
        erase ();
      }
      else if (at_.skip ("MERGE"))
        merge ();
      else if (at_.skip ("TRUNCATE"))
        truncate ();
      else if (at_->is ("COPY") && dialect_.has_copy)
        copy ();
      else if (at_->is ("LOAD") && dialect_.has_load)
        load ();
      else if (at_.skip ("REFRESH"))
        refresh ();
      else
        return false;

      verb_ = none ? v : verb::other;
      effect_.erases =
        effect_.erases || (v != verb::insert && v != verb::update);
      return true;
    }

    // INSERT OR REPLACE and the like replace other rows.
    //
    sql::verb analyser::insert ()
    {
      sql::verb v (at_->is ("OR") ? verb::other : verb::insert);

      if (at_.skip ("OR"))
        at_.next ();

      if (dialect_.write_modifiers)
        at_.skip_any ({"LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE"});

      at_.skip ("INTO");
      one ();
      expect (
        at_->is ('(') ||
        at_.is_any ({"VALUES", "VALUE", "SELECT", "WITH", "DEFAULT", "SET",
                     "AS", "OVERRIDING", "OUTPUT", "PARTITION", "TABLE"}));
      rest ();
      return v;
    }

    sql::verb analyser::update ()
    {
      sql::verb v (at_->is ("OR") ? verb::other : verb::update);

      if (at_.skip ("OR"))
        at_.next ();

      if (dialect_.write_modifiers)
        at_.skip_any ({"LOW_PRIORITY", "IGNORE"});

      if (dialect_.joins_targets)
      {
        references ();
        expect (at_->is ("SET"));
        rest ();
      }
      else if (dialect_.targets_aliases)
      {
        one ();
        expect (at_->is ("SET"));
        rest (clauses::single);
      }
      else
      {
        one ();
        expect (at_.at_name ());
        rest ();
      }

      return v;
    }

    void analyser::erase ()
    {
      if (dialect_.write_modifiers)
        at_.skip_any ({"LOW_PRIORITY", "QUICK", "IGNORE"});

      if (dialect_.joins_targets)
      {
        erase_several ();
        return;
      }

      expect (at_.skip ("FROM"));
      one ();

      if (!dialect_.targets_aliases)
        rest ();
      else
      {
        expect (at_.at_stop () || at_->is ("WHERE"));
        rest (clauses::single);
      }
    }

    // DELETE FROM t, DELETE a, b FROM t AS a …, DELETE FROM a, b USING …
    //
    // The targets may be tables or aliases of those that follow. So all names
    // count as tables that are written.
    //
    void analyser::erase_several ()
    {
      bool from (at_.skip ("FROM"));
      list ();

      if (at_.skip (from ? "USING" : "FROM"))
        references ();
      else
        expect (from && (at_.at_stop () ||
                         at_.is_any ({"WHERE", "ORDER", "LIMIT", "RETURNING",
                                      "PARTITION", "AS", "FOR"})));

      rest ();
    }

    // Reads lists and joins of tables, up to the next clause.
    //
    void analyser::references ()
    {
      std::size_t lists (0);
      bool expected (true);

      while (!at_.at_stop () && !given_up_)
      {
        if (!expected)
        {
          if (at_.is_any ({"SET", "WHERE", "ORDER", "LIMIT", "RETURNING"}))
            break;

          expected = at_->is (',') || at_.is_any ({"JOIN", "STRAIGHT_JOIN"});

          if (at_->is ('('))
            at_.skip_parentheses ();
          else if (at_->is (')') && lists-- == 0)
            not_understood ();
          else
            at_.next ();
        }
        else if (at_->is ('(') &&
                 (at_.ahead ().is ("SELECT") || at_.ahead ().is ("WITH") ||
                  at_.ahead ().is ("VALUES")))
        {
          at_.skip_parentheses ();
          expected = false;
        }
        else if (at_.skip ('('))
          ++lists;
        else
        {
          at_.skip ("LATERAL");

          if (!at_->is ('('))
          {
            one ();
            expected = false;
          }
        }
      }

      expect (!expected && lists == 0);
    }

    void analyser::merge ()
    {
      expect (at_.skip ("INTO"));
      one ();
      expect (at_->is ("USING") || at_->is ("AS") ||
              at_.ahead ().is ("USING"));
      rest (clauses::merge);
    }

    void analyser::truncate ()
    {
      at_.skip ("TABLE");
      list ();
      commits_implicitly ();
      at_.skip_any ({"RESTART", "CONTINUE", "IDENTITY", "RESTRICT"});
    }

    // COPY t (a, b) FROM …, COPY t TO …, COPY (SELECT …) TO …
    //
    void analyser::copy ()
    {
      at_.next ();
      at_.skip ("BINARY");

      if (at_.skip ('('))
      {
        nested ({"SELECT", "VALUES", "TABLE", "WITH", "INSERT", "UPDATE",
                 "DELETE", "MERGE"});
        expect (at_.skip (')') && at_->is ("TO"));
        rest ();
        return;
      }

      name n;
      bool named (at_.read (n));

      if (at_->is ('('))
        at_.skip_parentheses ();

      expect (named && at_.is_any ({"FROM", "TO"}));

      if (!at_->is ("TO"))
        add (n);

      rest ();
    }

    // LOAD DATA INFILE 'f' REPLACE INTO TABLE t …
    //
    void analyser::load ()
    {
      at_.next ();
      expect (at_.is_any ({"DATA", "XML"}));

      while (!at_.at_stop () && !at_->is ("INTO"))
        at_.next ();

      expect (at_.skip ("INTO") && at_.skip ("TABLE"));
      one ();
      rest ();
    }

    void analyser::refresh ()
    {
      expect (at_.skip ("MATERIALIZED") && at_.skip ("VIEW"));
      at_.skip ("CONCURRENTLY");
      one ();
      at_.skip_any ({"WITH", "NO", "DATA"});
    }
  }
}
