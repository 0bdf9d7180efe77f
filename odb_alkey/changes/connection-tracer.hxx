#ifndef ODB_ALKEY_CHANGES_CONNECTION_TRACER_HXX
#define ODB_ALKEY_CHANGES_CONNECTION_TRACER_HXX

#include <atomic>
#include <cstdint>
#include <memory>

#include <odb/forward.hxx>
#include <odb/tracer.hxx>

#include <odb_alkey/changes/transaction-changes.hxx>

namespace odb_alkey
{
  namespace detail
  {
    class recorder;

    // Sees every statement of one database connection and holds the state of
    // the transaction that is open on it, so that no lock is needed: a
    // connection belongs to one thread at a time.
    //
    // ODB calls only one tracer, and a connection's hides the database's. So
    // whatever the user has set, on the connection or the database, is called
    // from here as well.
    //
    // ODB does not say when a connection goes away, so that a tracer is kept
    // for ever and serves the next connection with the same address. When the
    // plugin goes, it gives the connection back to the user's tracer with the
    // next statement, because only then the connection is known to exist.
    //
    class connection_tracer final: public odb::tracer
    {
    public:
      connection_tracer () = default;

      // Connections point to it.
      //
      connection_tracer (const connection_tracer&) = delete;
      connection_tracer& operator= (const connection_tracer&) = delete;

      void prepare (odb::connection&, const odb::statement&) override;
      void execute (odb::connection&, const odb::statement&) override;
      void execute (odb::connection&, const char* statement) override;
      void deallocate (odb::connection&, const odb::statement&) override;

      // Makes itself the connection's tracer. The connection is a new one, or
      // the user has set another tracer on it.
      //
      void install (odb::connection&);

      // The tracer of the connection, if it is one of these.
      //
      static connection_tracer* of (odb::connection&) noexcept;

      // BEGIN is about to be sent.
      //
      void begin (odb::connection&);

      // Whether a transaction is open whose BEGIN was seen.
      //
      bool open () const noexcept
      {
        return open_;
      }

      // As of BEGIN; unknown if it was not seen.
      //
      const stamp& snapshot () const noexcept
      {
        return snapshot_;
      }

      // Whether anything was executed since BEGIN; readable from any thread.
      //
      bool used () const noexcept
      {
        return used_.load (std::memory_order_relaxed);
      }

      // What the open transaction has written; null if nothing.
      //
      transaction_changes* changes () const noexcept
      {
        return changes_.get ();
      }

      // Starts to collect what the current transaction writes.
      //
      transaction_changes& collect (recorder&, odb::transaction&);

      // Lets go of the last COMMIT if it is this store's, which is going.
      //
      void forget (const token_store&) noexcept;

      // Another number for each transaction; readable from any thread.
      //
      std::uint64_t serial () const noexcept
      {
        return serial_.load (std::memory_order_acquire);
      }

    private:
      void statement (odb::connection&, const char* text);
      void commit (odb::connection&);
      void rollback () noexcept;
      void close () noexcept;
      void settle_previous () noexcept;
      odb::tracer* next (odb::connection&) const noexcept;

      odb::tracer* user_ = nullptr;
      bool open_ = false;
      std::atomic<bool> used_ {false};
      stamp snapshot_;
      std::shared_ptr<transaction_changes> changes_;

      // Of the last COMMIT, until its outcome is final.
      //
      std::shared_ptr<transaction_changes> previous_;

      std::atomic<std::uint64_t> serial_ {0};
    };
  }
}

#endif // ODB_ALKEY_CHANGES_CONNECTION_TRACER_HXX
