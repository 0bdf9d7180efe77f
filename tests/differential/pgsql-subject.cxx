#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <libpq-fe.h>
#include <strings.h>

#include <odb/pgsql/connection.hxx>
#include <odb/pgsql/database.hxx>

#include <tests/support/database-server.hxx>

#include "subject.hxx"

namespace differential
{
  const odb_alkey::sql::dialect dialect (odb_alkey::sql::dialect::pgsql);

  namespace
  {
    // Tells the rows of tables, and views by name. A temporary table is read
    // in place of the one that it hides.
    //
    const char* const probe (
      "CREATE SCHEMA probe;"
      "CREATE FUNCTION probe.contents ()"
      " RETURNS TABLE (\"schema\" text, \"table\" text, content text)"
      " LANGUAGE plpgsql"
      " SET search_path = pg_catalog SET standard_conforming_strings = on "
      "AS $f$ "
      "DECLARE r record; "
      "BEGIN"
      " FOR r IN SELECT n.nspname, c.relname, c.relkind"
      "  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
      "  WHERE (n.nspname IN ('public', 'app') OR n.oid = pg_my_temp_schema "
      "())"
      "  AND c.relkind IN ('r', 'p', 'm', 'v')"
      "  ORDER BY n.oid = pg_my_temp_schema () "
      " LOOP"
      "  \"schema\" := CASE r.nspname WHEN 'app' THEN 'app' ELSE '' END;"
      "  \"table\" := r.relname;"
      "  content := 'view';"
      "  IF r.relkind <> 'v' THEN"
      "   EXECUTE format ('SELECT string_agg (x::text, ''|'' ORDER BY x::text)"
      "    FROM %I.%I x', r.nspname, r.relname) INTO content;"
      "  END IF;"
      "  RETURN NEXT;"
      " END LOOP;"
      "END $f$");

    const std::string reading (
      "SET client_encoding = 'UTF8'; SELECT * FROM probe.contents ();");

    class pgsql_subject final: public subject
    {
    public:
      pgsql_subject ()
          : subject ({{{"", "users"},
                       {"", "logs"},
                       {"", "order"},
                       {"", "Mixed"},
                       {"", "temp"},
                       {"", "values"},
                       {"", "restart"},
                       {"", "if"},
                       {"", "a\"b"},
                       {"", "c.d"},
                       {"", "\xc3\xa4"},
                       {"", "a_table_whose_name_is_longer_than_postgresql"
                            "_takes_it_so_that_the_end_is_cut_off"},
                       {"app", "users"},
                       {"app", "extra"}},
                      '"'})
      {
        PQsetNoticeProcessor (
          server (), [] (void*, const char*) {}, nullptr);
        must ("SET statement_timeout = '10s'");
        must (probe);
        must ("CREATE SCHEMA app");
        create ();
      }

      outcome execute (const std::string& settings,
                       const std::string& text) override
      {
        outcome r;
        bool alone (settings == "alone");

        begin (settings, alone);

        r.error = error_of (text);
        r.accepted = r.error.empty ();
        PGTransactionStatusType state (PQtransactionStatus (server ()));

        // It may have ended the transaction before it failed.
        //
        if (state == PQTRANS_INERROR &&
            !has (text, {"COMMIT", "END", "ROLLBACK", "ABORT"}))
          return r;

        if (state != PQTRANS_INERROR)
        {
          contents now;
          r.ended = !error_of (reading + (alone ? "" : "RELEASE marker"), &now)
                       .empty ();
          r.changed = differences (initial_, now);
        }
        else
          r.ended = !alone;

        if (r.ended || alone)
          settle (r, has (text, {"CREATE", "ALTER"}));

        return r;
      }

    private:
      PGconn* server ()
      {
        return connection_->handle ();
      }

      // In few round trips, for each of which the machine may be busy. Random
      // settings may be refused, and are left out then.
      //
      void begin (const std::string& settings, bool alone)
      {
        const std::string clean ("ROLLBACK; DEALLOCATE ALL;");
        const std::string start ("BEGIN; SAVEPOINT marker;");

        // Rows that were rolled back would slow it down more and more.
        //
        if (++executed_ % 250 == 0)
        {
          must (clean);
          must ("VACUUM");
        }

        if (alone)
          must (clean);
        else if (!error_of (clean + start + settings).empty ())
          must (clean + start);
      }

      std::string error_of (const std::string& text) override
      {
        return error_of (text, nullptr);
      }

      std::string error_of (const std::string& text, contents* to)
      {
        std::string r;

        if (PQsendQuery (server (), text.c_str ()) == 0)
          return "it is not sent";

        while (PGresult* p = PQgetResult (server ()))
        {
          switch (PQresultStatus (p))
          {
          case PGRES_COPY_IN:
            PQputCopyData (server (), "91\t5\tcopied\n", 12);
            PQputCopyEnd (server (), nullptr);
            break;
          case PGRES_COPY_OUT:
            for (char* row (nullptr); PQgetCopyData (server (), &row, 0) > 0;)
              PQfreemem (row);
            break;
          case PGRES_FATAL_ERROR:
          case PGRES_BAD_RESPONSE:
          {
            std::string e (PQresultErrorMessage (p));
            r = e.substr (0, e.find ('\n')) + ' ';
            break;
          }
          case PGRES_TUPLES_OK:
            for (int i (0); to != nullptr && i != PQntuples (p); ++i)
              (*to)[table_name {PQgetvalue (p, i, 0), PQgetvalue (p, i, 1)}] =
                PQgetvalue (p, i, 2);
            break;
          default:
            break;
          }

          PQclear (p);
        }

        return r;
      }

      contents read ()
      {
        contents r;
        std::string e (error_of (reading, &r));

        if (!e.empty ())
          throw std::runtime_error (e);

        return r;
      }

      // Roughly, whether one of these words is in it.
      //
      static bool has (const std::string& text,
                       const std::vector<const char*>& words)
      {
        for (const char* word : words)
          for (const char* c (text.c_str ()); *c != '\0'; ++c)
            if (strncasecmp (c, word, std::char_traits<char>::length (word)) ==
                0)
              return true;

        return false;
      }

      // After what cannot be rolled back.
      //
      void settle (outcome& r, bool defines)
      {
        if (PQtransactionStatus (server ()) != PQTRANS_IDLE)
          must ("ROLLBACK");

        must ("DISCARD ALL");
        must ("SET statement_timeout = '10s'");
        std::vector<table_name> v (differences (initial_, read ()));

        add (r.changed, v);

        if (!v.empty () || defines)
          create ();
      }

      void create ()
      {
        must ("DROP SCHEMA IF EXISTS public, app, old, other CASCADE;"
              "CREATE SCHEMA public; CREATE SCHEMA app;" +
              tables_.script () +
              "CREATE VIEW shown AS SELECT 1 AS n;"
              "CREATE MATERIALIZED VIEW seen AS SELECT random () AS n;"
              "CREATE INDEX users_n ON users (n)");
        initial_ = read ();
      }

      std::unique_ptr<tests::database_server> server_ {
        tests::make_pgsql_server ()};
      std::unique_ptr<odb::database> db_ {server_->open ()};
      odb::pgsql::connection_ptr connection_ {
        static_cast<odb::pgsql::database&> (*db_).connection ()};
      unsigned executed_ = 0;
    };
  }

  std::unique_ptr<subject> make_subject ()
  {
    return std::unique_ptr<subject> (new pgsql_subject);
  }
}
