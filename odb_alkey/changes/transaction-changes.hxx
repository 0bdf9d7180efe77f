#ifndef ODB_ALKEY_CHANGES_TRANSACTION_CHANGES_HXX
#define ODB_ALKEY_CHANGES_TRANSACTION_CHANGES_HXX

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <unordered_set>

#include <odb/forward.hxx>

#include <odb_alkey/changes/change-set.hxx>
#include <odb_alkey/changes/operations.hxx>
#include <odb_alkey/changes/statement-cache.hxx>
#include <odb_alkey/changes/transaction-fence.hxx>
#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/transaction-outcome.hxx>
#include <odb_alkey/tokens/token-store.hxx>

namespace odb_alkey
{
  namespace changes
  {
    // The writes of one transaction, from the first one until its tokens are
    // settled. They outlive the transaction when the outcome of its COMMIT is
    // unknown. The transaction may be one that ODB does not know of, or a
    // single statement.
    //
    // It passes from one owner to the next and is used by one thread at a
    // time. But connection_went_on () and finished () may be called at once:
    // another thread may have the connection when ODB calls back.
    //
    class transaction_changes
    {
    public:
      // The failures are those that may end the transaction without ODB's
      // knowledge.
      //
      transaction_changes (std::shared_ptr<tokens::token_store>,
                           sql::dialect::failures);

      // Makes those of a transaction that ODB knows, which tells them when it
      // is over.
      //
      static std::shared_ptr<transaction_changes>
      make (odb::transaction&, std::shared_ptr<tokens::token_store>,
            const sql::dialect&);

      // Shared by address.
      //
      transaction_changes (const transaction_changes&) = delete;
      transaction_changes& operator= (const transaction_changes&) = delete;

      // ODB writes, or has written, this object. See operations for the
      // others.
      //
      void write (const identifier&);
      void begin_operation (const void* object, const std::string& table,
                            sql::verb, detail::row_id);
      void end_operation (const void* object);

      // True when it is called first: the parents are still to be found.
      //
      bool climb (const identifier& i)
      {
        return climbed_.insert (i.str ()).second;
      }

      // A statement is about to be sent that writes something. Returns true
      // if it is part of an operation, which one that is given as text, rather
      // than prepared, never is.
      //
      bool write (const statement_ptr&, bool as_text);

      // True if a key that is made from it would show the writes.
      //
      bool written (const detail::identifier_view&) const;

      bool empty () const noexcept
      {
        return set_->empty ();
      }

      // How the transaction ended, for objects that remember what it wrote.
      //
      std::shared_ptr<const detail::transaction_outcome> outcome () const
      {
        return outcome_;
      }

      // A statement is about to be sent that writes something and commits
      // nothing: fences the writes without waiting for Redis, if they are not
      // fenced at COMMIT only.
      //
      void executing () noexcept
      {
        if (fences_early_)
          fence_.post ();
      }

      // COMMIT is about to be sent: fences the writes. Throws
      // redis_unavailable if that failed and the options say to refuse.
      //
      void committing ();

      // A statement is about to be sent that commits the writes so far, after
      // which each statement may commit by itself; or one of these later
      // statements. Fences the writes, and throws likewise.
      //
      void committing_early ();

      bool commits_early () const noexcept
      {
        return early_;
      }

      // A statement that was sent may have met a deadlock, and nothing tells
      // whether it did.
      //
      void may_be_ended () noexcept
      {
        early_ = early_ || ended_by_ == sql::dialect::failures::statements;
      }

      // A statement is about to be sent that is a transaction by itself, or
      // commits one that ODB does not know. Fences the writes, and throws
      // likewise.
      //
      void committing_alone ();

      // ROLLBACK is about to be sent.
      //
      void rolling_back () noexcept;

      // The transaction is over, by commit () or otherwise. ODB calls this
      // once.
      //
      void finished (bool committed) noexcept;

      // The connection that COMMIT was sent on goes on, so its outcome is
      // final. Called at most once.
      //
      void connection_went_on () noexcept;

      bool of (const tokens::token_store& s) const noexcept
      {
        return &fence_.store () == &s;
      }

      bool over () const noexcept
      {
        return (events_.load (std::memory_order_acquire) & event_over) != 0;
      }

    private:
      tokens::token_store& store () const noexcept
      {
        return fence_.store ();
      }

      void swept (std::size_t statements) noexcept;
      void failed () noexcept;
      void give_up_operations () noexcept;
      void end (detail::ending, unsigned events) noexcept;
      void end_of_failed_commit () noexcept;
      void report_unfenced () noexcept;

      // A COMMIT that failed is settled when the connection has gone on. These
      // two may come in any order, and the second one settles it.
      //
      static const unsigned event_over = 1;
      static const unsigned event_failed = 2;
      static const unsigned event_went_on = 4;

      std::shared_ptr<change_set> set_;
      transaction_fence fence_;
      operations operations_;
      std::unordered_set<std::string> climbed_;
      statement_ptr last_written_;
      std::shared_ptr<detail::transaction_outcome> outcome_;
      const sql::dialect::failures ended_by_;
      bool fences_early_ = false;

      // The transaction may have ended without ODB's knowledge, so that each
      // statement may commit by itself: its writes are fenced before it.
      //
      bool early_ = false;

      // The table into which the last statement inserts a row whose id is not
      // known yet; null if it does not.
      //
      const std::string* row_to_come_ = nullptr;

      bool commit_seen_ = false;
      bool rollback_seen_ = false;
      std::atomic<unsigned> events_ {0};
    };
  }
}

#endif // ODB_ALKEY_CHANGES_TRANSACTION_CHANGES_HXX
