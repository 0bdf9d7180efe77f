#include <odb_alkey/sql/analyser.hxx>

// What changes rows.

namespace odb_alkey
{
  namespace sql
  {
    bool analyser::writes ()
    {
      verb_ = verb::other;

      if (at_.is_any ({"INSERT", "REPLACE"}))
        insert ();
      else if (at_->is ("UPDATE"))
        update ();
      else if (at_->is ("DELETE"))
        erase ();
      else if (at_.skip ("MERGE"))
      {
        at_.skip_any ({"INTO", "ONLY"});
        one ();
      }
      else if (at_.skip ("TRUNCATE"))
        truncate ();
      else if (at_.skip ("COPY"))
        copy ();
      else if (at_.skip ("LOAD"))
        load ();
      else if (at_->is ("REFRESH"))
      {
        at_.skip_any ({"REFRESH", "MATERIALIZED", "VIEW", "CONCURRENTLY"});
        one ();
      }
      else
      {
        verb_ = verb::none;
        return false;
      }

      return true;
    }

    void analyser::insert ()
    {
      if (at_->is ("INSERT"))
        verb_ = verb::insert;

      at_.next ();

      if (at_.skip ("OR"))
        at_.next ();

      if (mysql ())
        at_.skip_any (
          {"LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE", "QUICK"});

      at_.skip ("INTO");
      one ();
    }

    void analyser::update ()
    {
      verb_ = verb::update;
      at_.next ();

      if (!plain ())
      {
        at_.skip_any ({"LOW_PRIORITY", "IGNORE"});
        update_several ();
        return;
      }

      if (at_.skip ("OR"))
        at_.next ();

      if (dialect_ == dialect::pgsql)
        at_.skip ("ONLY");

      one ();
    }

    void analyser::update_several ()
    {
      std::vector<reader::reference> references;

      if (!at_.read_references (references) || references.empty ())
      {
        not_understood ();
        return;
      }

      std::vector<name> assigned;
      bool unqualified (references.size () == 1 || !at_->is ("SET"));

      // SET a = 1, t.b = f (2), s.t.c = 3
      //
      if (at_.skip ("SET"))
      {
        do
        {
          name n;

          if (!at_.read (n) || n.schema.empty ())
            unqualified = true;
          else
            assigned.push_back (name {std::string (), n.schema});

          while (!at_.at_stop () && !at_->is (',') && !at_->is (')') &&
                 !at_.is_any ({"WHERE", "ORDER", "LIMIT", "FROM"}))
          {
            if (at_->is ('('))
              at_.skip_parentheses ();
            else
              at_.next ();
          }
        } while (at_.skip (','));
      }

      if (!unqualified)
        targets (assigned, references);
      else
        for (const reader::reference& r : references)
          if (!r.name.table.empty ())
            add (r.name);
    }

    // Which tables of several a statement changes, from the names or aliases
    // that it calls them by.
    //
    void analyser::targets (const std::vector<name>& names,
                            const std::vector<reader::reference>& references)
    {
      for (const name& n : names)
      {
        bool found (false);

        for (const reader::reference& r : references)
        {
          if (!reader::same (r.alias.empty () ? r.name.table : r.alias,
                             n.table))
            continue;

          found = true;

          if (!r.name.table.empty ())
            add (r.name);
        }

        if (!found)
          add (n);
      }
    }

    void analyser::erase ()
    {
      verb_ = verb::erase;
      at_.next ();

      if (plain ())
      {
        at_.skip ("FROM");

        if (dialect_ == dialect::pgsql)
          at_.skip ("ONLY");

        one ();
        return;
      }

      at_.skip_any ({"LOW_PRIORITY", "QUICK", "IGNORE"});

      // MariaDB's versions of rows.
      //
      if (at_->is ("HISTORY") && at_.ahead ().is ("FROM"))
        at_.next ();

      erase_several (at_.skip ("FROM"));
    }

    // DELETE FROM t, DELETE a, b FROM t AS a …, DELETE FROM a, b USING …
    //
    void analyser::erase_several (bool from)
    {
      std::vector<name> names;
      std::vector<reader::reference> references;

      if (!at_.read_list (names))
      {
        not_understood ();
        return;
      }

      if ((from && at_.skip ("USING")) || (!from && at_.skip ("FROM")))
      {
        if (!at_.read_references (references))
          not_understood ();
      }

      targets (names, references);
    }

    void analyser::truncate ()
    {
      at_.skip ("TABLE");
      list ();
      commits_in_mysql ();

      for (; !at_.at_stop (); at_.next ())
        if (at_->is ("CASCADE"))
          not_understood ();
    }

    void analyser::copy ()
    {
      at_.skip ("BINARY");

      name n;

      if (!at_.read (n))
      {
        if (!at_->is ('('))
          not_understood ();

        return;
      }

      if (at_->is ('('))
        at_.skip_parentheses ();

      if (!at_->is ("TO"))
        add (n);
    }

    void analyser::load ()
    {
      while (!at_.at_stop () && !at_->is ("INTO"))
        at_.next ();

      at_.skip_any ({"INTO", "TABLE"});
      one ();
    }
  }
}
