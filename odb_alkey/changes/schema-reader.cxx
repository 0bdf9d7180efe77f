#include <odb_alkey/changes/schema-reader.hxx>

#include <cstddef>
#include <utility>

#include <odb/connection.hxx>
#include <odb/database.hxx>
#include <odb/schema-catalog.hxx>
#include <odb/transaction.hxx>

#include <odb_alkey/changes/table-definition.hxx>
#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  namespace changes
  {
    namespace
    {
      typedef std::vector<table_catalog::schema_table> tables;

      // A database that reads the definitions it is given, and executes none.
      //
      class idle_database;

      class idle_connection: public odb::connection
      {
      public:
        explicit idle_connection (idle_database&);

        using odb::connection::execute;

        odb::transaction_impl* begin () override
        {
          return nullptr;
        }

        unsigned long long execute (const char* text,
                                    std::size_t size) override;
      };

      class idle_database: public odb::database
      {
      public:
        idle_database (odb::database_id id, const sql::dialect& d)
            : odb::database (id), dialect_ (d)
        {
        }

        odb::transaction_impl* begin () override
        {
          return nullptr;
        }

        void read (const std::string& text)
        {
          read_definition (text.c_str (), dialect_, found);
        }

        tables found;

      protected:
        odb::connection* connection_ () override
        {
          return nullptr;
        }

        const schema_version_info&
        load_schema_version (const std::string&) const override
        {
          throw exception ("there is no schema version here");
        }

      private:
        const sql::dialect& dialect_;
      };

      idle_connection::idle_connection (idle_database& db)
          : odb::connection (db)
      {
      }

      unsigned long long idle_connection::execute (const char* text,
                                                   std::size_t size)
      {
        static_cast<idle_database&> (database ())
          .read (std::string (text, size));
        return 0;
      }

      class idle_transaction: public odb::transaction_impl
      {
      public:
        idle_transaction (idle_database& db, idle_connection& c)
            : odb::transaction_impl (db, c)
        {
        }

        void start () override {}
        void commit () override {}
        void rollback () override {}
      };

      // Makes a transaction the thread's current one, and restores the former
      // one.
      //
      class current_transaction
      {
      public:
        explicit current_transaction (odb::transaction& t)
            : former_ (odb::transaction::has_current ()
                         ? &odb::transaction::current ()
                         : nullptr)
        {
          odb::transaction::current (t);
        }

        ~current_transaction ()
        {
          if (former_ != nullptr)
            odb::transaction::current (*former_);
          else
            odb::transaction::reset_current ();
        }

        current_transaction (const current_transaction&) = delete;
        current_transaction& operator= (const current_transaction&) = delete;

      private:
        odb::transaction* former_;
      };
    }

    tables read_schema (odb::database_id id, const sql::dialect& d,
                        const std::string& name)
    {
      if (!odb::schema_catalog::exists (id, name))
        return tables ();

      idle_database db (id, d);

      // A connection is an object with a counter, which ODB deletes when
      // nothing refers to it.
      //
      odb::connection_ptr c (new (odb::details::shared) idle_connection (db));

      odb::transaction t (
        new idle_transaction (db, static_cast<idle_connection&> (*c)), false);
      {
        current_transaction current (t);
        odb::schema_catalog::create_schema (db, name, false);
      }
      t.rollback ();

      return std::move (db.found);
    }
  }
}
