#include <memory>
#include <stdexcept>

#include <sqlite3.h>

#include "subject.hxx"
#include "tables.hxx"

namespace differential
{
  const odb_alkey::sql::dialect dialect (odb_alkey::sql::dialect::sqlite);

  namespace
  {
    class sqlite_subject final: public subject
    {
    public:
      sqlite_subject ()
      {
        renew ();
        initial_ = read ();
      }

      contents initial () const override
      {
        return initial_;
      }

      std::vector<std::string> definitions () const override
      {
        return tables_.definitions ();
      }

      outcome execute (const std::string& settings,
                       const std::string& text) override
      {
        outcome r;
        bool alone (settings == "alone");

        if (!alone)
          must ("BEGIN; SAVEPOINT marker");

        char* message (nullptr);
        r.accepted = sqlite3_exec (db_.get (), text.c_str (), nullptr, nullptr,
                                   &message) == SQLITE_OK;

        if (message != nullptr)
          r.error = message;

        sqlite3_free (message);
        r.changed = differences (initial_, read ());
        bool open (!alone && sqlite3_get_autocommit (db_.get ()) == 0 &&
                   does ("RELEASE marker"));
        r.ended = !alone && !open;

        if (!open || outlives_a_rollback (text))
          renew ();
        else
          must ("ROLLBACK");

        return r;
      }

    private:
      typedef std::unique_ptr<sqlite3, int (*) (sqlite3*)> connection;

      // Settings, and databases that are attached.
      //
      static bool outlives_a_rollback (const std::string& text)
      {
        for (const char* c = text.c_str (); *c != '\0'; ++c)
          if (sqlite3_strnicmp (c, "PRAGMA", 6) == 0 ||
              sqlite3_strnicmp (c, "TACH", 4) == 0)
            return true;

        return false;
      }

      bool does (const std::string& s)
      {
        return sqlite3_exec (db_.get (), s.c_str (), nullptr, nullptr,
                             nullptr) == SQLITE_OK;
      }

      void must (const std::string& s)
      {
        if (!does (s))
          throw std::runtime_error (s + ": " + sqlite3_errmsg (db_.get ()));
      }

      // No text makes a file.
      //
      static int authorize (void*, int action, const char* what, const char*,
                            const char*, const char*)
      {
        return action != SQLITE_ATTACH ||
                   (what != nullptr && std::string (what) == ":memory:")
                 ? SQLITE_OK
                 : SQLITE_DENY;
      }

      // It is opened as ODB does that, with foreign keys.
      //
      void renew ()
      {
        sqlite3* c (nullptr);
        db_.reset ();

        if (sqlite3_open (":memory:", &c) != SQLITE_OK)
          throw std::runtime_error ("SQLite opens no database");

        db_.reset (c);
        sqlite3_set_authorizer (c, &authorize, nullptr);
        must ("PRAGMA foreign_keys = ON; ATTACH ':memory:' AS app");

        for (const std::string& s : tables_.definitions ())
          must (s);

        for (const std::string& s : tables_.rows ())
          must (s);

        must ("CREATE VIEW shown AS SELECT max (n) AS n FROM users;"
              "CREATE INDEX users_n ON users (n)");
      }

      static int append_row (void* to, int n, char** values, char**)
      {
        std::string& s (*static_cast<std::string*> (to));

        for (int i (0); i != n; ++i)
          s += std::string (values[i] != nullptr ? values[i] : "-") + '|';

        s += '\n';
        return 0;
      }

      std::string ask (const std::string& s)
      {
        std::string r;
        sqlite3_exec (db_.get (), s.c_str (), &append_row, &r, nullptr);
        return r;
      }

      // A temporary table is read in place of the one that it hides. A
      // view shows rows of other tables.
      //
      contents read ()
      {
        contents r;

        for (const char* s : {"main", "temp", "app"})
        {
          std::string schema (s);
          std::string list (
            ask ("SELECT type, name FROM " + schema +
                 ".sqlite_master WHERE type IN ('table', 'view') AND "
                 "name NOT LIKE 'sqlite_%' ORDER BY name"));

          for (std::size_t i (0), end; i != list.size (); i = end + 2)
          {
            bool view (list[i] == 'v');
            i = list.find ('|', i) + 1;
            end = list.find ("|\n", i);
            std::string name (list, i, end - i);

            r[table_name {schema == "app" ? schema : "", name}] =
              view ? "view"
                   : ask ("SELECT * FROM " + schema + '.' +
                          tables_.quoted (name));
          }
        }

        return r;
      }

      tables tables_ {{{"", "users"},
                       {"", "logs"},
                       {"", "order"},
                       {"", "replace"},
                       {"", "a\"b"},
                       {"", "c.d"},
                       {"", "\xc3\xa4"},
                       {"app", "users"},
                       {"app", "extra"}},
                      '"'};
      connection db_ {nullptr, &sqlite3_close};
      contents initial_;
    };
  }

  std::unique_ptr<subject> make_subject ()
  {
    return std::unique_ptr<subject> (new sqlite_subject);
  }
}
