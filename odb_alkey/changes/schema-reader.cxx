#include <odb_alkey/changes/schema-reader.hxx>

#include <cstddef>
#include <memory>
#include <utility>

#include <odb/connection.hxx>
#include <odb/database.hxx>
#include <odb/schema-catalog.hxx>
#include <odb/transaction.hxx>
#include <odb/version.hxx>

#include <odb_alkey/changes/table-definition.hxx>
#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  namespace changes
  {
    namespace
    {
      typedef std::vector<table_catalog::schema_table> tables;

      // The releases of ODB differ in what makes a connection, what a database
      // returns as one, and how connections are counted. All else that differs
      // is the name of begin (): there are functions with either name here, of
      // which only one overrides. (The previews of 2.6 have numbers from 20551
      // on.)
      //
#if ODB_VERSION >= 20500
      struct connection_source: odb::connection_factory
      {
        explicit connection_source (odb::database& db)
        {
          db_ = &db;
        }
      };
#else
      struct connection_source
      {
        explicit connection_source (odb::database& d): db (d) {}

        operator odb::database& () const
        {
          return db;
        }

        odb::database& db;
      };
#endif

#if ODB_VERSION > 20550
      typedef odb::connection_ptr no_connection;

      template <typename C>
      odb::connection_ptr make_connection (connection_source& o)
      {
        return std::make_shared<C> (o);
      }

      std::unique_ptr<odb::transaction_impl> owned (odb::transaction_impl* t)
      {
        return std::unique_ptr<odb::transaction_impl> (t);
      }
#else
      typedef odb::connection* no_connection;

      template <typename C>
      odb::connection_ptr make_connection (connection_source& o)
      {
        return odb::connection_ptr (new (odb::details::shared) C (o));
      }

      odb::transaction_impl* owned (odb::transaction_impl* t)
      {
        return t;
      }
#endif

      typedef std::unique_ptr<odb::transaction_impl> no_transaction;

      // A database that reads the definitions it is given, and executes none.
      //
      class idle_connection: public odb::connection
      {
      public:
        explicit idle_connection (connection_source& o): odb::connection (o) {}

        using odb::connection::execute;

        virtual odb::transaction_impl* begin ()
        {
          return nullptr;
        }

        virtual no_transaction begin_ ()
        {
          return nullptr;
        }

        virtual unsigned long long execute (const char* text,
                                            std::size_t size);
      };

      class idle_database: public odb::database
      {
      public:
        idle_database (odb::database_id id, const sql::dialect& d)
            : odb::database (id), dialect_ (d)
        {
        }

        virtual odb::transaction_impl* begin ()
        {
          return nullptr;
        }

        virtual no_transaction begin_ ()
        {
          return nullptr;
        }

        void read (const std::string& text)
        {
          read_definition (text.c_str (), dialect_, found);
        }

        tables found;

      protected:
        virtual no_connection connection_ ()
        {
          return nullptr;
        }

        virtual const schema_version_info&
        load_schema_version (const std::string&) const
        {
          throw exception ("there is no schema version here");
        }

      private:
        const sql::dialect& dialect_;
      };

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

      connection_source o (db);
      odb::connection_ptr c (make_connection<idle_connection> (o));

      odb::transaction t (
        owned (new idle_transaction (db, static_cast<idle_connection&> (*c))),
        false);
      {
        current_transaction current (t);
        odb::schema_catalog::create_schema (db, name, false);
      }
      t.rollback ();

      return std::move (db.found);
    }
  }
}
