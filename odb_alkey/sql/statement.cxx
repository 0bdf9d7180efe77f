#include <odb_alkey/sql/statement.hxx>

#include <cstring>
#include <utility>

#include <odb_alkey/sql/reader.hxx>

namespace odb_alkey
{
  namespace sql
  {
    namespace
    {
      class analyser
      {
      public:
        analyser (const std::vector<token>& t, dialect d, effect& e)
            : at_ (t, d), dialect_ (d), effect_ (e)
        {
        }

        void all ()
        {
          unsigned statements (0);
          boundary last (boundary::none);
          bool committed (false);

          while (!at_.at_end ())
          {
            if (at_.skip (';'))
              continue;

            boundary_ = boundary::none;
            statement ();
            rest ();
            ++statements;
            last = boundary_;
            committed = committed || boundary_ == boundary::commit;
          }

          if (statements == 1)
            effect_.boundary = last;
          else if (last == boundary::begin)
            effect_.boundary = boundary::begin;

          effect_.commits = effect_.commits || (statements > 1 && committed);
        }

      private:
        void statement ();
        bool begins_or_ends ();
        bool definition ();
        bool writes ();
        bool other ();

        void create ();
        void alter ();
        void drop ();

        void insert ();
        void update ();
        void erase ();
        void copy ();
        void load ();
        void explain ();

        void rest ();

        void table (const name& n)
        {
          for (const name& t : effect_.tables)
            if (t.schema == n.schema && t.table == n.table)
              return;

          effect_.tables.push_back (n);
        }

        void not_understood ()
        {
          effect_.anything = true;
          if (effect_.word.empty ())
            effect_.word = word_;
        }

        // Tables that are named here; if they are not, it is not understood.
        //
        void one ()
        {
          name n;
          if (at_.read (n))
            table (n);
          else
            not_understood ();
        }

        void list ()
        {
          std::vector<name> names;

          if (!at_.read_list (names))
            not_understood ();

          for (const name& n : names)
            table (n);
        }

        void commits_in_mysql ()
        {
          effect_.commits = effect_.commits || dialect_ == dialect::mysql;
        }

        void targets (const std::vector<name>&,
                      const std::vector<reader::reference>&);

        reader at_;
        dialect dialect_;
        effect& effect_;

        std::string word_;
        boundary boundary_ = boundary::none;

        // Within what defines a trigger or a routine, which consists of
        // statements that are not executed now.
        //
        bool defining_ = false;

        // After WITH, up to the verb.
        //
        bool with_ = false;
      };

      // One statement, as far as it matters.
      //
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
        else if (at_.skip ("START"))
        {
          if (at_.skip ("TRANSACTION"))
            boundary_ = boundary::begin;
        }
        else if (at_.is_any ({"COMMIT", "END"}))
        {
          at_.next ();

          if (at_->is ("PREPARED"))
          {
            not_understood ();
            return true;
          }

          boundary_ = boundary::commit;
          at_.skip_any ({"WORK", "TRANSACTION"});

          // The transaction goes on, as another one.
          //
          if (at_.skip ("AND") && !at_->is ("NO"))
          {
            effect_.commits = true;
            boundary_ = boundary::none;
          }
        }
        else if (at_.is_any ({"ROLLBACK", "ABORT"}))
        {
          at_.next ();

          if (at_->is ("PREPARED"))
            return true;

          at_.skip_any ({"WORK", "TRANSACTION"});

          if (!at_->is ("TO"))
            boundary_ = boundary::rollback;
        }
        else
          return false;

        return true;
      }

      bool analyser::definition ()
      {
        if (at_.skip ("CREATE"))
          create ();
        else if (at_.skip ("ALTER"))
          alter ();
        else if (at_.skip ("DROP"))
          drop ();
        else if (at_.skip ("RENAME"))
        {
          // RENAME TABLE a TO b, c TO d
          //
          at_.skip_any ({"TABLE", "TABLES", "IF", "EXISTS"});

          do
          {
            one ();

            if (at_.skip ("TO"))
              one ();
          } while (at_.skip (','));
        }
        else
          return false;

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
               !at_.is_any ({"TABLE", "VIEW", "TRIGGER", "FUNCTION",
                             "PROCEDURE", "EVENT", "PACKAGE"}) &&
               !at_->is ('('))
          at_.next ();

        if (at_.is_any ({"TABLE", "VIEW"}))
        {
          at_.next ();
          at_.skip_any ({"IF", "NOT", "EXISTS"});

          if (replace)
            one ();
        }
        else if (!at_->is ('('))
        {
          // In PostgreSQL the body is a literal, or BEGIN ATOMIC … END.
          //
          if (dialect_ == dialect::pgsql)
            while (!at_.at_stop () && !at_->is ("ATOMIC"))
              at_.next ();

          defining_ = !at_.at_stop ();
        }
      }

      void analyser::alter ()
      {
        at_.skip_any (
          {"ONLINE", "OFFLINE", "IGNORE", "MATERIALIZED", "FOREIGN"});

        if (!at_.is_any ({"TABLE", "VIEW"}))
          return;

        at_.next ();
        at_.skip_any ({"IF", "EXISTS", "ONLY"});
        one ();

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
          else if ((at_->is ("WITH") && at_.ahead ().is ("TABLE")) ||
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
        }
        else if (at_.is_any ({"SCHEMA", "DATABASE", "OWNED", "TABLESPACE"}))
          not_understood ();
      }

      bool analyser::writes ()
      {
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
        {
          at_.skip_any ({"TABLE", "ONLY"});
          list ();
          commits_in_mysql ();

          for (; !at_.at_stop (); at_.next ())
            if (at_->is ("CASCADE"))
              not_understood ();
        }
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
          return false;

        return true;
      }

      void analyser::insert ()
      {
        at_.next ();

        while (at_.is_any ({"OR", "LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY",
                            "IGNORE", "QUICK"}))
        {
          if (at_->is ("OR"))
            at_.next ();

          at_.next ();
        }

        at_.skip ("INTO");
        one ();
      }

      // Which tables of several a statement changes, from the names or
      // aliases that it calls them by.
      //
      void analyser::targets (const std::vector<name>& names,
                              const std::vector<reader::reference>& references)
      {
        for (const name& n : names)
        {
          bool found (false);

          for (const reader::reference& r : references)
          {
            const std::string& called (r.alias.empty () ? r.name.table
                                                        : r.alias);

            if (strcasecmp (called.c_str (), n.table.c_str ()) == 0)
            {
              found = true;
              if (!r.name.table.empty ())
                table (r.name);
            }
          }

          if (!found)
            table (n);
        }
      }

      void analyser::update ()
      {
        at_.next ();
        at_.skip_any ({"LOW_PRIORITY", "IGNORE"});

        if (at_.skip ("OR"))
          at_.next ();

        at_.skip ("ONLY");

        if (dialect_ == dialect::pgsql || dialect_ == dialect::sqlite)
        {
          one ();
          return;
        }

        std::vector<reader::reference> references;

        if (!at_.read_references (references) || references.empty ())
        {
          not_understood ();
          return;
        }

        std::vector<name> assigned;
        bool unqualified (references.size () == 1);

        if (at_.skip ("SET"))
        {
          // SET a = 1, t.b = f (2), s.t.c = 3
          //
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
        else
          unqualified = true;

        if (!unqualified)
          targets (assigned, references);
        else
          for (const reader::reference& r : references)
            if (!r.name.table.empty ())
              table (r.name);
      }

      void analyser::erase ()
      {
        at_.next ();
        at_.skip_any ({"LOW_PRIORITY", "QUICK", "IGNORE"});

        bool from (at_.skip ("FROM"));
        at_.skip ("ONLY");

        if (dialect_ == dialect::pgsql || dialect_ == dialect::sqlite)
        {
          one ();
          return;
        }

        // DELETE FROM t, DELETE a, b FROM t AS a …, DELETE FROM a, b USING …
        //
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

      void analyser::copy ()
      {
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
          table (n);
      }

      void analyser::load ()
      {
        while (!at_.at_stop () && !at_->is ("INTO"))
          at_.next ();

        at_.skip_any ({"INTO", "TABLE"});
        one ();
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
        }

        if (executes && !at_.at_stop ())
          statement ();
      }

      bool analyser::other ()
      {
        if (at_.is_any ({"EXPLAIN", "ANALYZE"}))
        {
          explain ();
          return true;
        }

        if (at_.is_any ({"LOCK", "UNLOCK"}) ||
            (at_->is ("SET") && at_.ahead ().is ("AUTOCOMMIT")))
        {
          commits_in_mysql ();
          return true;
        }

        // What changes no row. PREPARE is followed by EXECUTE, which is not
        // understood, and WITH by what is found in the rest.
        //
        return at_.is_any (
          {"SELECT",    "WITH",       "VALUES",   "TABLE",      "SHOW",
           "SET",       "RESET",      "PRAGMA",   "DESCRIBE",   "DESC",
           "SAVEPOINT", "RELEASE",    "VACUUM",   "REINDEX",    "CLUSTER",
           "ATTACH",    "DETACH",     "USE",      "DECLARE",    "FETCH",
           "MOVE",      "CLOSE",      "LISTEN",   "UNLISTEN",   "NOTIFY",
           "PREPARE",   "DEALLOCATE", "DISCARD",  "CHECKPOINT", "COMMENT",
           "GRANT",     "REVOKE",     "SECURITY", "OPTIMIZE",   "REPAIR",
           "CHECK",     "CHECKSUM",   "FLUSH",    "KILL"});
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

          // Not a function, nor a column of that name.
          //
          const token& after (at_.ahead ());

          if (at_.is_any (
                {"INSERT", "REPLACE", "UPDATE", "DELETE", "MERGE"}) &&
              (after.what == token::kind::word ||
               after.what == token::kind::quoted))
          {
            with_ = with_ && !main;
            writes ();

            if (at_.at_stop ())
              return;
          }
          else if (main && at_.is_any ({"SELECT", "VALUES"}))
            with_ = false;
        }
      }
    }

    effect analyse (const char* text, dialect d)
    {
      effect r;
      bool any (false);

      // Whatever the server makes of a backslash, one of the two is right.
      //
      bool backslash (std::strchr (text, '\\') != nullptr);

      for (int escapes (0); escapes != (backslash ? 2 : 1); ++escapes)
      {
        std::vector<token> tokens;

        if (sql::split (text, d, escapes != 0, tokens))
        {
          analyser (tokens, d, r).all ();
          any = true;
        }
      }

      if (!any)
      {
        r.anything = true;
        r.word = "?";
      }

      return r;
    }
  }
}
