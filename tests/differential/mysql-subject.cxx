#include <fstream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <odb/mysql/connection.hxx>
#include <odb/mysql/database.hxx>
#include <odb/mysql/mysql.hxx>

#include <tests/support/database-server.hxx>
#include <tests/support/process.hxx>

#include "subject.hxx"

namespace differential
{
  const odb_alkey::sql::dialect dialect (odb_alkey::sql::dialect::mysql);

  namespace
  {
    typedef std::vector<std::vector<std::string>> rows;

    class mysql_subject final: public subject
    {
    public:
      mysql_subject ()
          : subject ({{{"", "users"},
                       {"", "logs"},
                       {"", "order"},
                       {"", "Mixed"},
                       {"", "quick"},
                       {"", "value"},
                       {"", "a\"b"},
                       {"", "a`b"},
                       {"", "c.d"},
                       {"", "\xc3\xa4"},
                       {"app", "users"},
                       {"app", "extra"}},
                      '`',
                      " PARTITION BY HASH (`id`) PARTITIONS 2"})
      {
        std::ofstream (directory_.path () + "/rows") << "91\t5\tloaded\n";
        several ();
        must ("CREATE DATABASE app");
        must (tables_.script ());
        make_view ();
        shown_ = made ("VIEW test.shown");

        for (const table_name& t : tables_.names ())
          made_[t] = made ("TABLE " + full (t));

        names_ = names ();
        initial_ = read ();
      }

      outcome execute (const std::string& settings,
                       const std::string& text) override
      {
        outcome r;

        // Random ones may be refused, and are left out then.
        //
        error_of (settings);
        must ("START TRANSACTION; SAVEPOINT marker");

        r.error = error_of (with_directory (text));
        r.accepted = r.error.empty ();
        bool nothing (done_ == 0);

        // Locked tables are all that can be read. And an error does not tell
        // whether the transaction is open; this does, and leaves it open.
        //
        must ("UNLOCK TABLES");
        bool open (is_open ());

        if (nothing && open)
        {
          reset ();
          return r;
        }

        r.changed = differences (initial_, read ());
        r.ended = !open || !error_of ("RELEASE SAVEPOINT marker").empty ();
        reset ();

        if (r.ended)
          repair (r);

        return r;
      }

    private:
      MYSQL* server ()
      {
        return connection_->handle ();
      }

      // The file of rows is where the text says DIRECTORY.
      //
      std::string with_directory (std::string s) const
      {
        const std::string word ("DIRECTORY");

        for (std::size_t i (0); (i = s.find (word, i)) != std::string::npos;)
          s.replace (i, word.size (), directory_.path ());

        return s;
      }

      bool is_open ()
      {
        return (server ()->server_status & SERVER_STATUS_IN_TRANS) != 0;
      }

      void several ()
      {
        mysql_set_server_option (server (), MYSQL_OPTION_MULTI_STATEMENTS_ON);
      }

      std::string error_of (const std::string& text) override
      {
        return error_of (text, nullptr);
      }

      std::string error_of (const std::string& text, rows* to)
      {
        done_ = 0;
        int status (mysql_real_query (server (), text.c_str (), text.size ()));

        while (status == 0)
        {
          ++done_;

          if (MYSQL_RES* p = mysql_store_result (server ()))
          {
            for (MYSQL_ROW row; (row = mysql_fetch_row (p)) != nullptr;)
              if (to != nullptr)
              {
                to->emplace_back ();

                for (unsigned i (0); i != mysql_num_fields (p); ++i)
                  to->back ().push_back (row[i] != nullptr ? row[i] : "-");
              }

            mysql_free_result (p);
          }

          status = mysql_next_result (server ());
        }

        return status > 0 ? mysql_error (server ()) + std::string (" ") : "";
      }

      rows ask (const std::string& s)
      {
        rows r;
        std::string e (error_of (s, &r));

        if (!e.empty ())
          throw std::runtime_error (s + ": " + e);

        return r;
      }

      // A new session on the same connection.
      //
      void reset ()
      {
        mysql_reset_connection (server ());
        several ();
        must ("SET NAMES utf8mb4");
      }

      // Those that are there, and those that texts make; a temporary one in
      // place of the one that it hides. In a transaction that is open no
      // others were made, except before it began, which is looked at later.
      //
      contents read ()
      {
        contents r;

        if (checksums_.empty ())
        {
          for (const table_name& t : tables_.names ())
            checksums_ += (checksums_.empty () ? "" : ", ") + full (t);

          for (const char* t : {"fresh", "fresh one", "shown"})
            checksums_ += ", " + full (table_name {"", t});
        }

        for (const auto& v : ask ("SET sql_mode = ''; SET NAMES utf8mb4; USE "
                                  "test; CHECKSUM TABLE " +
                                  checksums_))
          if (v[1] != "-")
            r[name (v[0].substr (0, v[0].find ('.')),
                    v[0].substr (v[0].find ('.') + 1))] = v[1];

        for (const auto& v : is_open () ? names_ : names ())
          r.emplace (name (v[0], v[1]), "another one");

        return r;
      }

      static table_name name (const std::string& schema,
                              const std::string& table)
      {
        return table_name {schema == "test" ? "" : schema, table};
      }

      std::string full (const table_name& t) const
      {
        return tables_.quoted (
          table_name {t.schema.empty () ? "test" : t.schema, t.table});
      }

      rows names ()
      {
        return ask ("SELECT table_schema, table_name FROM"
                    " information_schema.tables"
                    " WHERE table_schema IN ('test', 'app')");
      }

      // Makes good what was committed.
      //
      void repair (outcome& r)
      {
        contents now (read ());
        add (r.changed, differences (initial_, now));
        must ("SET foreign_key_checks = 0");

        for (const auto& t : now)
          if (initial_.count (t.first) == 0)
            remove (t.first);

        for (std::size_t i (0); i != tables_.names ().size (); ++i)
        {
          const table_name& t (tables_.names ()[i]);

          if (made ("TABLE " + full (t)) != made_[t])
          {
            remove (t);
            must (tables_.definitions ()[i]);
            must (tables_.rows ()[i]);
          }
          else if (now[t] != initial_[t])
            must ("DELETE FROM " + full (t) + ';' + tables_.rows ()[i]);
        }

        if (made ("VIEW test.shown") != shown_)
          make_view ();

        reset ();
        std::vector<table_name> left (differences (initial_, read ()));

        if (!left.empty ())
          throw std::runtime_error (left[0].table + " is not as before");
      }

      // How it is made, or nothing.
      //
      rows made (const std::string& what)
      {
        rows r;
        error_of ("SHOW CREATE " + what, &r);
        return r;
      }

      void remove (const table_name& t)
      {
        error_of ("DROP TABLE IF EXISTS " + full (t));
        error_of ("DROP VIEW IF EXISTS " + full (t));
        error_of ("DROP SEQUENCE IF EXISTS " + full (t));
      }

      void make_view ()
      {
        must ("CREATE OR REPLACE VIEW shown AS SELECT 1 AS n");
      }

      tests::temporary_directory directory_ {"differential"};
      std::unique_ptr<tests::database_server> server_ {
        tests::make_mysql_server ()};
      std::unique_ptr<odb::database> db_ {server_->open ()};
      odb::mysql::connection_ptr connection_ {
        static_cast<odb::mysql::database&> (*db_).connection ()};
      std::map<table_name, rows> made_;
      rows shown_;
      std::string checksums_;
      rows names_;

      // How many statements of the last text were executed.
      //
      unsigned done_ = 0;
    };
  }

  std::unique_ptr<subject> make_subject ()
  {
    return std::unique_ptr<subject> (new mysql_subject);
  }
}
