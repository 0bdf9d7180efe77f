#include <odb_alkey/sql/analyser.hxx>

// What defines tables and other things: CREATE, ALTER, DROP, RENAME.

namespace odb_alkey
{
  namespace sql
  {
    bool analyser::definition ()
    {
      bool temporary (at_.ahead ().is ("TEMPORARY"));

      if (at_.skip ("CREATE"))
        create ();
      else if (at_.skip ("ALTER"))
        alter ();
      else if (at_.skip ("DROP"))
        drop ();
      else if (at_.skip ("RENAME"))
        rename ();
      else
        return false;

      if (!temporary)
        commits_in_mysql ();

      return true;
    }

    void analyser::create ()
    {
      bool replace (false);

      if (at_.skip ("OR"))
      {
        replace = at_->is ("REPLACE");
        at_.next ();
      }

      while (!at_.at_stop () &&
             !at_.is_any ({"TABLE", "VIEW", "TRIGGER", "FUNCTION", "PROCEDURE",
                           "EVENT", "PACKAGE"}) &&
             !at_->is ('('))
        at_.next ();

      if (at_.is_any ({"TABLE", "VIEW"}))
      {
        create_table (replace);
        return;
      }

      if (at_->is ('('))
        return;

      // In PostgreSQL the body is a literal, or BEGIN ATOMIC … END.
      //
      if (dialect_ == dialect::pgsql)
        while (!at_.at_stop () && !at_->is ("ATOMIC"))
          at_.next ();

      defining_ = !at_.at_stop ();
    }

    // One that was there is replaced, and one that was not may have rows at
    // once.
    //
    void analyser::create_table (bool replace)
    {
      bool table (at_->is ("TABLE"));
      at_.next ();
      at_.skip_any ({"IF", "NOT", "EXISTS"});

      name n;

      if (!at_.read (n))
        return;

      bool filled (false);

      for (; table && !at_.at_stop (); at_.next ())
        filled = filled || at_.is_any ({"SELECT", "VALUES", "EXECUTE", "WITH",
                                        "TABLE", "PARTITION"});

      if (replace || filled)
        add (n);
    }

    void analyser::alter ()
    {
      at_.skip_any (
        {"ONLINE", "OFFLINE", "IGNORE", "MATERIALIZED", "FOREIGN"});

      // What a type's values look like.
      //
      if (at_.is_any ({"TYPE", "DOMAIN"}))
        not_understood ();

      if (!at_.is_any ({"TABLE", "VIEW"}))
        return;

      at_.next ();
      at_.skip_any ({"IF", "EXISTS", "ONLY"});

      name altered;

      if (!at_.read (altered))
      {
        not_understood ();
        return;
      }

      add (altered);

      for (; !at_.at_stop (); at_.next ())
      {
        if (at_->is ("RENAME") && !at_.ahead ().is ("COLUMN") &&
            !at_.ahead ().is ("INDEX") && !at_.ahead ().is ("KEY") &&
            !at_.ahead ().is ("CONSTRAINT"))
        {
          at_.next ();
          at_.skip_any ({"TO", "AS"});

          // Or a column: RENAME a TO b.
          //
          if (!at_.ahead ().is ("TO"))
            one ();
        }
        else if (at_->is ("SET") && at_.ahead ().is ("SCHEMA"))
        {
          add (name {at_.ahead (2).value, altered.table});
        }
        else if ((at_.is_any ({"WITH", "CONVERT"}) &&
                  at_.ahead ().is ("TABLE")) ||
                 (at_.is_any ({"ATTACH", "DETACH"}) &&
                  at_.ahead ().is ("PARTITION")))
        {
          at_.next ();
          at_.next ();
          one ();
        }
      }
    }

    void analyser::drop ()
    {
      at_.skip_any ({"TEMPORARY", "MATERIALIZED", "FOREIGN"});

      if (at_.is_any ({"TABLE", "TABLES", "VIEW"}))
      {
        at_.next ();
        at_.skip_any ({"IF", "EXISTS"});
        list ();
        return;
      }

      if (at_.is_any ({"SCHEMA", "DATABASE", "OWNED", "TABLESPACE"}))
        not_understood ();

      // A column goes with its type.
      //
      for (; !at_.at_stop (); at_.next ())
        if (at_->is ("CASCADE"))
          not_understood ();
    }

    // RENAME TABLE a TO b, c TO d
    //
    void analyser::rename ()
    {
      at_.skip_any ({"TABLE", "TABLES", "IF", "EXISTS"});

      do
      {
        one ();
        at_.skip ("NOWAIT");

        if (at_.skip ("WAIT"))
          at_.next ();

        if (at_.skip ("TO"))
          one ();
      } while (at_.skip (','));
    }
  }
}
