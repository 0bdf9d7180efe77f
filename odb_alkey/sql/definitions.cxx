#include <odb_alkey/sql/analyser.hxx>

#include <cstddef>

// Definitions of tables and other things: CREATE, ALTER, DROP, RENAME.

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
      else if (at_->is ("RENAME") && dialect_.has_rename)
        rename ();
      else
        return false;

      // The table may have lost its rows, or have others.
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
        commits_implicitly ();

      at_.skip_any ({"TEMP", "GLOBAL", "LOCAL", "TEMPORARY", "UNLOGGED",
                     "UNIQUE", "FULLTEXT", "SPATIAL"});

      if (at_.skip ("INDEX"))
        rest ();
      else if (at_.skip ("TABLE") || at_.skip ("VIEW") ||
               (at_.skip ("MATERIALIZED") && at_.skip ("VIEW")))
      {
        // It may come with rows, or hide another table of this name.
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
      commits_implicitly ();
      at_.skip_any ({"ONLINE", "IGNORE"});
      expect (at_.skip ("TABLE"));
      at_.skip_if_exists ();
      one ();

      do
        alteration ();
      while (!given_up_ && at_.skip (','));
    }

    // Reads one of several alterations: ADD and the like, or RENAME, which
    // renames the table or a part of it.
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

        // CASCADE changes other tables, except in ADD … ON DELETE CASCADE.
        //
        expect (harmless (clauses::definition, depth == 0) &&
                (adds || !at_->is ("CASCADE")));
      }
    }

    // ODB drops tables with CASCADE, which drops foreign keys as well, and
    // views. Nothing is known of views, so they do not matter.
    //
    void analyser::drop ()
    {
      if (!at_.skip ("TEMPORARY"))
        commits_implicitly ();

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
      commits_implicitly ();
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
