#ifndef ODB_ALKEY_CHANGES_CONNECTION_TRACER_HXX
#define ODB_ALKEY_CHANGES_CONNECTION_TRACER_HXX

#include <atomic>
#include <cstdint>
#include <memory>
#include <typeinfo>
#include <vector>

#include <odb/connection.hxx>
#include <odb/forward.hxx>
#include <odb/tracer.hxx>

#include <odb_alkey/changes/is-a.hxx>
#include <odb_alkey/changes/statement-cache.hxx>
#include <odb_alkey/changes/transaction-changes.hxx>

namespace odb_alkey
{
  namespace changes
  {
    class database_recorder;

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
      static connection_tracer* of (odb::connection& c) noexcept
      {
        odb::tracer* t (c.tracer ());

        return t != nullptr && is_a<connection_tracer> (*t)
                 ? static_cast<connection_tracer*> (t)
                 : nullptr;
      }

      // A statement is about to be sent, as text if it is not prepared. Throws
      // redis_unavailable, so that it is not sent, if it commits something
      // that Redis did not confirm and the options say to refuse.
      //
      void statement (odb::connection&, const char* text,
                      const odb::statement* prepared);

      // Whether a transaction is open whose BEGIN was seen.
      //
      bool open () const noexcept
      {
        return open_;
      }

      // As of BEGIN; unknown if it was not seen.
      //
      const detail::stamp& snapshot () const noexcept
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

      // What the transaction writes, which is the connection's; from now on,
      // if it has written nothing yet.
      //
      transaction_changes& start_recording (database_recorder&,
                                            odb::transaction&);

      // Lets go of what is this store's, which is going.
      //
      void forget (const tokens::token_store&) noexcept;

      // Another number for each transaction; readable from any thread.
      //
      std::uint64_t serial () const noexcept
      {
        return serial_.load (std::memory_order_acquire);
      }

    private:
      void boundary (odb::connection&, database_recorder*, sql::boundary);
      void begin (odb::connection&, database_recorder*);
      void commit (odb::connection&, database_recorder*);
      void rollback () noexcept;
      void close () noexcept;
      void settle (odb::connection&, sql::boundary) noexcept;
      void done (const odb::statement&) noexcept;

      bool within (transaction_changes&, const statement_ptr&,
                   const odb::statement* prepared);
      bool given_as_text (const odb::statement*) noexcept;
      void write_loose (database_recorder&, const statement_meaning&);
      void mark_loose (database_recorder&);
      void forget_loose () noexcept;
      odb::tracer* next (odb::connection&) const noexcept;

      odb::tracer* user_ = nullptr;
      bool open_ = false;
      std::atomic<bool> used_ {false};

      // Something was executed since BEGIN that may have met a deadlock,
      // without that the end of an operation shows that it has not; every
      // query is such a thing, too. The latter is kept when a connection has
      // another tracer for a time.
      //
      bool doubtful_ = false;
      bool serializable_ = false;

      detail::stamp snapshot_;
      std::shared_ptr<transaction_changes> changes_;
      statement_cache statements_;
      const odb::statement* last_ = nullptr;
      const std::type_info* last_type_ = nullptr;
      bool last_is_text_ = false;

      // Past COMMITs, until their outcome is final, with how often the
      // connection was seen to go on since; and which statement it was, if ODB
      // knows of no transaction.
      //
      struct past_commit
      {
        std::shared_ptr<transaction_changes> changes;
        unsigned went_on;
        const odb::statement* alone;
      };

      std::vector<past_commit> past_;

      // What was written without a transaction that ODB knows of. Whether each
      // statement committed by itself, or is part of a transaction that was
      // begun as text, or unseen, cannot be told for sure: BEGIN and COMMIT
      // may fail. So it is marked with each statement, and again with whatever
      // may commit it, until that cannot be any more.
      //
      change_set autocommit_writes_;
      bool loose_is_old_ = false;
      const tokens::token_store* loose_for_ = nullptr;

      std::atomic<std::uint64_t> serial_ {0};
    };
  }
}

#endif // ODB_ALKEY_CHANGES_CONNECTION_TRACER_HXX
