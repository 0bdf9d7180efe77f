#include <odb_alkey/sql/analyser.hxx>

#include <cstddef>

// What defines tables and other things: CREATE, ALTER, DROP, RENAME.

namespace odb_alkey
{
  namespace sql
  {
    bool analyser::definition ()
    {
      if (at_.skip ("CREATE"))
        create ();
      else if (at_.skip ("ALTER"))
        alter ();
      else if (at_.skip ("DROP"))
        drop ();
      else if (at_->is ("RENAME") && mysql ())
        rename ();
      else
        return false;

      // Other rows may be there than before, or none.
      //
      effect_.erases = true;
      verb_ = verb::other;
      return true;
    }

    void analyser::create ()
    {
      if (at_.skip ("OR"))
        expect (at_.skip ("REPLACE"));

      if (!at_.skip ("TEMPORARY"))
        commits_in_mysql ();

      at_.skip_any ({"TEMP", "GLOBAL", "LOCAL", "TEMPORARY", "UNLOGGED",
                     "UNIQUE", "FULLTEXT", "SPATIAL"});

      if (at_.skip ("INDEX"))
        rest ();
      else if (at_.skip ("TABLE") || at_.skip ("VIEW") ||
               (at_.skip ("MATERIALIZED") && at_.skip ("VIEW")))
      {
        // It may come with rows, or hide a table that was there.
        //
        at_.skip_if_exists ();
        one ();
        rest (clauses::definition);
      }
      else
        not_understood ();
    }

    void analyser::alter ()
    {
      commits_in_mysql ();
      at_.skip_any ({"ONLINE", "IGNORE"});
      expect (at_.skip ("TABLE"));
      at_.skip_if_exists ();
      one ();

      do
        alteration ();
      while (!given_up_ && at_.skip (','));
    }

    // ADD and the like; RENAME to another name, or of a part of the table.
    //
    void analyser::alteration ()
    {
      bool adds (at_->is ("ADD"));

      if (at_.skip ("RENAME"))
      {
        bool part (at_.is_any ({"COLUMN", "CONSTRAINT", "INDEX", "KEY"}) ||
                   (!at_->is ("TO") && at_.ahead ().is ("TO")));

        at_.skip_any ({"TO", "AS"});

        if (!part)
        {
          one ();
          return;
        }
      }
      else
        expect (at_.is_any ({"ADD", "ALTER", "CHANGE", "DROP", "MODIFY"}));

      for (std::size_t depth (0); !at_.at_stop () && !given_up_; at_.next ())
      {
        if (at_->is ('('))
          ++depth;
        else if (at_->is (')'))
          --depth;
        else if (at_->is (',') && depth == 0)
          return;

        // CASCADE takes other things along, but for ON DELETE CASCADE.
        //
        expect (harmless (clauses::definition, depth == 0) &&
                (adds || !at_->is ("CASCADE")));
      }
    }

    // ODB's DROP TABLE … CASCADE takes foreign keys along, and views, which
    // nothing is known of.
    //
    void analyser::drop ()
    {
      if (!at_.skip ("TEMPORARY"))
        commits_in_mysql ();

      if (at_.skip ("INDEX"))
      {
        rest ();
        return;
      }

      bool table (at_.skip ("TABLE") || at_.skip ("TABLES"));

      if (!table)
      {
        at_.skip ("MATERIALIZED");
        expect (at_.skip ("VIEW"));
      }

      at_.skip_if_exists ();
      list ();

      if (!at_.skip ("RESTRICT") && table)
        at_.skip ("CASCADE");
    }

    // RENAME TABLE a TO b, c WAIT 5 TO d
    //
    void analyser::rename ()
    {
      at_.next ();
      commits_in_mysql ();
      expect (at_.is_any ({"TABLE", "TABLES"}));
      at_.next ();
      at_.skip_if_exists ();

      do
      {
        one ();
        at_.skip ("NOWAIT");

        if (at_.skip ("WAIT"))
          at_.next ();

        expect (at_.skip ("TO"));
        one ();
      } while (!given_up_ && at_.skip (','));
    }
  }
}
