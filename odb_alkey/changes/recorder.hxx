#ifndef ODB_ALKEY_CHANGES_RECORDER_HXX
#define ODB_ALKEY_CHANGES_RECORDER_HXX

#include <cstdint>
#include <memory>
#include <vector>

#include <odb/forward.hxx>

#include <odb_alkey/changes/table-catalog.hxx>
#include <odb_alkey/detail/parents.hxx>
#include <odb_alkey/detail/row-id.hxx>
#include <odb_alkey/detail/table-names.hxx>
#include <odb_alkey/identifier.hxx>
#include <odb_alkey/tokens/token.hxx>

namespace odb_alkey
{
  namespace detail
  {
    class connection_tracer;
    class database_tracer;
    class token_store;
    class transaction_changes;

    // Records what the transactions of one database write, and tells how old
    // their snapshots are.
    //
    // Any thread may use it, within its own transactions.
    //
    class recorder: public std::enable_shared_from_this<recorder>
    {
    public:
      recorder (odb::database&, std::shared_ptr<token_store>);
      ~recorder ();

      // Shared by address.
      //
      recorder (const recorder&) = delete;
      recorder& operator= (const recorder&) = delete;

      // Binds to the database, and unbinds again; the tracer that the user
      // had set is called and restored. bind () throws odb_alkey::exception
      // if another plugin is bound to the database.
      //
      void bind ();
      void unbind () noexcept;

      // The one that is bound to a database, or null.
      //
      static recorder* of (odb::database&) noexcept;

      table_names& tables () noexcept
      {
        return tables_;
      }

      const table_names& tables () const noexcept
      {
        return tables_;
      }

      table_catalog& catalog () noexcept
      {
        return catalog_;
      }

      token_store& store () const noexcept
      {
        return *store_;
      }

      const std::shared_ptr<token_store>& shared_store () const noexcept
      {
        return store_;
      }

      // The one that is set on the database while it is bound.
      //
      const database_tracer* tracer () const noexcept
      {
        return tracer_.get ();
      }

      odb::database& database () const noexcept
      {
        return db_;
      }

      // Whether the calling thread's current transaction is on the database.
      //
      bool in_transaction () const noexcept;

      // Adds to what the current transaction has written. Requires one on the
      // database.
      //
      void record (const identifier&);
      void record (const std::vector<identifier>&);

      // The same for those that an object belongs to: what they belong to
      // themselves, over any number of levels, is loaded and changes as well,
      // each object once in a transaction.
      //
      void record_parents (std::vector<identifier>);

      // All parents of this object were recorded: it need not be loaded.
      //
      void know_parents (const identifier&);

      // Around ODB's operation on an object of the class with this table: what
      // it executes counts as a write of the object, and no more, if it
      // succeeds. Require a transaction likewise.
      //
      void begin_operation (const void* object, const std::string& table,
                            sql::verb, row_id = row_id::known);
      void end_operation (const void* object);

      // The same with the current transaction, or at once if there is none.
      // What the parents belong to themselves is any object of these classes
      // if there is no transaction to load it in. Throws redis_unavailable if
      // that fails and the options say to refuse.
      //
      void touch (std::vector<identifier>,
                  const std::vector<identifier>& parents);

      // The outcome of the current transaction, when it is known. Requires one
      // on the database.
      //
      std::shared_ptr<const transaction_outcome> outcome ();

      // How old what the current transaction loads is, but for what it has
      // written itself; changes tells whether it has written anything.
      //
      stamp snapshot (bool& changes) const noexcept;

      // Whether the current transaction has written it.
      //
      bool written (const identifier&) const;

      // The transactions of the calling thread that are open on the database,
      // current or not, as seen by a key.
      //
      class open_transactions
      {
      public:
        explicit open_transactions (recorder&);

        bool any () const noexcept
        {
          return unseen_ || !tracers_.empty ();
        }

        bool written (const identifier_view&) const;

        // Whether any of them has written anything.
        //
        bool wrote () const noexcept;

        // The oldest of them; unknown if the begin of one was not seen.
        //
        stamp oldest () const noexcept;

      private:
        std::vector<const connection_tracer*> tracers_;
        bool unseen_ = false;
      };

      // For the tracers: BEGIN was seen on a connection by this thread.
      //
      void opened (connection_tracer&);

    private:
      struct open_transaction
      {
        std::uint64_t recorder;
        connection_tracer* tracer;
        std::uint64_t serial;
      };

      static std::vector<open_transaction>& of_this_thread ();
      transaction_changes& changes ();
      void find_parents (const identifier&, std::vector<identifier>&);
      connection_tracer* current () const noexcept;
      connection_tracer* tracer_of (odb::transaction&) const noexcept;

      odb::database& db_;
      const std::uint64_t number_;
      std::shared_ptr<token_store> store_;
      table_names tables_;
      table_catalog catalog_;
      std::unique_ptr<database_tracer> tracer_;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_RECORDER_HXX
