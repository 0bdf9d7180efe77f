#ifndef ODB_ALKEY_CHANGES_TRANSACTION_CHANGES_HXX
#define ODB_ALKEY_CHANGES_TRANSACTION_CHANGES_HXX

#include <atomic>
#include <cstdint>
#include <memory>

#include <odb_alkey/changes/change-set.hxx>
#include <odb_alkey/changes/operations.hxx>
#include <odb_alkey/changes/parents.hxx>
#include <odb_alkey/changes/statement-cache.hxx>
#include <odb_alkey/tokens/token-store.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Counts and logs a statement that is not understood.
    //
    void report (token_store&, const statement_meaning&) noexcept;

    // What one transaction has written, from the first write until its tokens
    // are settled; it outlives the transaction when the outcome of its COMMIT
    // is unknown. The transaction may be one that ODB does not know of, or a
    // single statement.
    //
    // It passes from one owner to the next and is used by one thread at a
    // time, but for connection_went_on () and finished (): the connection may
    // be somebody else's already when ODB calls back.
    //
    class transaction_changes
    {
    public:
      // In some databases a statement that fails may end the transaction
      // behind ODB's back: what follows then commits by itself.
      //
      transaction_changes (std::shared_ptr<token_store>,
                           bool failures_may_end_it);

      // Shared by address.
      //
      transaction_changes (const transaction_changes&) = delete;
      transaction_changes& operator= (const transaction_changes&) = delete;

      // ODB writes, or has written, this object: see operations.
      //
      void write (const identifier&);
      void begin_operation (const void* object, const std::string& table,
                            sql::verb);
      void end_operation (const void* object);

      // A statement is about to be sent that writes something. One that is
      // given as text, rather than prepared, is not part of an operation.
      //
      void write (const statement_ptr&, bool as_text);

      // Whether a key made from it would show what was written.
      //
      bool written (const identifier_view&) const;

      bool empty () const noexcept
      {
        return set_->empty ();
      }

      // How the transaction ended, for objects that remember what it wrote.
      //
      std::shared_ptr<const transaction_outcome> outcome () const
      {
        return outcome_;
      }

      // COMMIT is about to be sent: marks what was written. Throws
      // redis_unavailable if that failed and the options say to refuse.
      //
      void committing ();

      // Something is about to be sent that commits what was written so far,
      // and after which everything may commit by itself; or that is such a
      // thing. Likewise.
      //
      void committing_early ();

      bool commits_early () const noexcept
      {
        return early_;
      }

      // A statement that is a transaction by itself is about to be sent;
      // likewise.
      //
      void committing_alone ();

      // ROLLBACK is about to be sent, instead of a COMMIT.
      //
      void rolling_back () noexcept;

      // The transaction is over, by commit () or otherwise. Called by ODB
      // once.
      //
      void finished (bool committed) noexcept;

      // The connection that COMMIT was sent on goes on, so that whatever came
      // of it is final. Called at most once.
      //
      void connection_went_on () noexcept;

      bool of (const token_store& s) const noexcept
      {
        return store_.get () == &s;
      }

      bool over () const noexcept
      {
        return (events_.load (std::memory_order_acquire) & event_over) != 0;
      }

    private:
      void swept (std::size_t statements) noexcept;
      void mark (const char* refusal);
      bool fence () noexcept;
      void fence_later () noexcept;
      void reset () noexcept;
      void report_unfenced () noexcept;
      void failed_commit () noexcept;
      token_store::identifiers identifiers ();

      // Whichever of the last two comes second settles a failed COMMIT.
      //
      static const unsigned event_over = 1;
      static const unsigned event_failed = 2;
      static const unsigned event_went_on = 4;

      std::shared_ptr<token_store> store_;

      // Replies of Redis that nobody has taken yet hold it, and must not hold
      // the store that they belong to.
      //
      std::shared_ptr<change_set> set_;
      operations operations_;
      statement_ptr last_written_;
      std::shared_ptr<transaction_outcome> outcome_;
      std::uint64_t nonce_;
      bool failures_may_end_it_;
      bool early_ = false;
      bool commit_seen_ = false;
      bool rollback_seen_ = false;
      bool fenced_ = false;
      bool late_ = false;
      std::atomic<unsigned> events_ {0};
    };
  }
}

#endif // ODB_ALKEY_CHANGES_TRANSACTION_CHANGES_HXX
