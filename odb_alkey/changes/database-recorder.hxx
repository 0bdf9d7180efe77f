#ifndef ODB_ALKEY_CHANGES_DATABASE_RECORDER_HXX
#define ODB_ALKEY_CHANGES_DATABASE_RECORDER_HXX

#include <cstdint>
#include <memory>
#include <vector>

#include <odb/forward.hxx>

#include <odb_alkey/changes/table-catalog.hxx>
#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/recorder.hxx>
#include <odb_alkey/identifier.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    class token_store;
  }

  namespace changes
  {
    class connection_tracer;
    class database_tracer;
    class transaction_changes;

    // Records what the transactions of one database write, for as long as it
    // is bound to that database.
    //
    // Any thread may use it, within its own transactions.
    //
    class database_recorder final:
        public detail::recorder,
        public std::enable_shared_from_this<database_recorder>
    {
    public:
      database_recorder (odb::database&, std::shared_ptr<tokens::token_store>);
      ~database_recorder () override;

      // Binds to the database, and unbinds again without touching it. The
      // tracer that the user had set goes on being called. bind () throws
      // odb_alkey::exception if another plugin is bound to the database, or to
      // one that this one was moved from or is attached to.
      //
      void bind ();
      void unbind () noexcept;

      table_catalog& catalog () noexcept
      {
        return catalog_;
      }

      tokens::token_store& store () const noexcept
      {
        return *store_;
      }

      const std::shared_ptr<tokens::token_store>&
      shared_store () const noexcept
      {
        return store_;
      }

      // The tracer that is set on the database while this is bound to it.
      //
      const database_tracer* tracer () const noexcept
      {
        return tracer_;
      }

      // True if the calling thread's current transaction is on the database.
      //
      bool in_transaction () const noexcept;

      bool has_parents (const std::string& table) const override;
      void record (const identifier&) override;
      void record (const std::vector<identifier>&) override;
      void record_parents (std::vector<identifier>) override;
      void know_parents (const identifier&) override;
      void begin_operation (const void* object, const std::string& table,
                            detail::change, detail::row_id) override;
      void end_operation (const void* object) override;
      void touch (std::vector<identifier>,
                  const std::vector<identifier>& parents) override;
      std::shared_ptr<const detail::transaction_outcome> outcome () override;
      detail::stamp snapshot (bool& changes) const noexcept override;
      bool written (const identifier&) const override;

      // The transactions of the calling thread that are open on the database,
      // whether or not they are the current one: a key that is made now may
      // show what they have read or written.
      //
      class open_transactions
      {
      public:
        explicit open_transactions (database_recorder&);

        bool any () const noexcept
        {
          return unseen_ || !tracers_.empty ();
        }

        bool written (const detail::identifier_view&) const;

        // True if any of them has written anything.
        //
        bool wrote () const noexcept;

        // The oldest of their snapshots; unknown if the BEGIN of one was not
        // seen.
        //
        detail::stamp oldest () const noexcept;

      private:
        std::vector<const connection_tracer*> tracers_;
        bool unseen_ = false;
      };

      // The tracer of a connection has seen BEGIN, in this thread.
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

      const std::uint64_t number_;
      std::shared_ptr<tokens::token_store> store_;
      table_catalog catalog_;
      database_tracer* tracer_ = nullptr;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_DATABASE_RECORDER_HXX
