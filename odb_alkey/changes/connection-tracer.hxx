#ifndef ODB_ALKEY_CHANGES_CONNECTION_TRACER_HXX
#define ODB_ALKEY_CHANGES_CONNECTION_TRACER_HXX

#include <atomic>
#include <cstdint>
#include <memory>

#include <odb/connection.hxx>
#include <odb/forward.hxx>
#include <odb/tracer.hxx>

#include <odb_alkey/changes/autocommit-writes.hxx>
#include <odb_alkey/changes/is-a.hxx>
#include <odb_alkey/changes/past-commits.hxx>
#include <odb_alkey/changes/statement-cache.hxx>
#include <odb_alkey/changes/text-statements.hxx>
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
    // this one calls the tracer that the user has set, on the connection or on
    // the database.
    //
    // ODB does not say when a connection goes away, so a tracer is never freed
    // and serves the next connection with the same address. When the plugin
    // goes, the tracer gives the connection back to the user's tracer with the
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

      // A statement is about to be sent. The object is null if ODB has made
      // none of the text. Throws redis_unavailable, so that it is not sent, if
      // it commits writes whose fence Redis did not confirm, and the options
      // say to refuse.
      //
      void statement (odb::connection&, const char* text,
                      const odb::statement*);

      // True if a transaction is open whose BEGIN was seen.
      //
      bool open () const noexcept
      {
        return open_;
      }

      // How old its snapshot is. Unknown if its BEGIN was not seen.
      //
      const detail::stamp& snapshot () const noexcept
      {
        return snapshot_;
      }

      // True if anything was executed since BEGIN. Any thread may ask.
      //
      bool used () const noexcept
      {
        return used_.load (std::memory_order_relaxed);
      }

      // The writes of the open transaction; null if there are none.
      //
      transaction_changes* changes () const noexcept
      {
        return changes_.get ();
      }

      // The writes of the connection's transaction, which ODB knows. They are
      // recorded from now on if there were none yet.
      //
      transaction_changes& start_recording (database_recorder&,
                                            odb::transaction&);

      // Forgets what belongs to this store, which is about to go, if the
      // connection is one of the database, which nobody else uses then.
      // Connections of other databases may be in use.
      //
      void forget (const odb::database&, const tokens::token_store&) noexcept;

      // A number that each transaction changes. Any thread may ask.
      //
      std::uint64_t serial () const noexcept
      {
        return serial_.load (std::memory_order_acquire);
      }

    private:
      void check_moved (odb::connection&, const char* text);
      void meaningful (odb::connection&, database_recorder&,
                       const statement_ptr&);
      bool within (transaction_changes&, const statement_ptr&);
      void goes_on (database_recorder&, sql::boundary) noexcept;
      void fence_autocommit_writes (database_recorder&);

      void boundary (odb::connection&, database_recorder*, sql::boundary);
      void begin (odb::connection&, database_recorder*);
      void commit (odb::connection&, database_recorder*);
      void rollback () noexcept;
      void close () noexcept;
      odb::tracer* next (odb::connection&) const noexcept;

      odb::tracer* user_ = nullptr;
      std::atomic<const odb::database*> database_ {nullptr};

      // The transaction that is open.
      //
      bool open_ = false;
      std::atomic<bool> used_ {false};
      std::atomic<std::uint64_t> serial_ {0};
      detail::stamp snapshot_;
      std::shared_ptr<transaction_changes> changes_;

      // Something was executed since BEGIN that may have met a deadlock, and
      // no end of an operation shows that it has not. With serializable_ every
      // query may. That is a setting of the connection: it is kept when the
      // connection has another tracer for a time.
      //
      bool doubtful_ = false;
      bool serializable_ = false;

      autocommit_writes autocommit_writes_;
      past_commits past_;

      statement_cache statements_;
      text_statements texts_;

      // The statement that is about to be sent; null if ODB has made none of
      // its text.
      //
      const odb::statement* statement_ = nullptr;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_CONNECTION_TRACER_HXX
