#ifndef ODB_ALKEY_CHANGES_TRANSACTION_CHANGES_HXX
#define ODB_ALKEY_CHANGES_TRANSACTION_CHANGES_HXX

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include <odb_alkey/changes/change-set.hxx>
#include <odb_alkey/changes/operations.hxx>
#include <odb_alkey/changes/statement-cache.hxx>
#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/transaction-outcome.hxx>
#include <odb_alkey/tokens/token-store.hxx>

namespace odb_alkey
{
  namespace changes
  {
    // Counts and logs a statement that is not understood, or that writes to a
    // class whose callback is missing.
    //
    void report (tokens::token_store&, const statement_meaning&) noexcept;

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
      // Whose failure may end the transaction behind ODB's back, so that what
      // follows commits by itself. Operations on objects show by their end
      // that they succeeded; other statements do not, and any of these may
      // have failed.
      //
      enum class ended_by
      {
        nothing,
        operations,
        statements
      };

      transaction_changes (std::shared_ptr<tokens::token_store>, ended_by);

      // Shared by address.
      //
      transaction_changes (const transaction_changes&) = delete;
      transaction_changes& operator= (const transaction_changes&) = delete;

      // ODB writes, or has written, this object: see operations.
      //
      void write (const identifier&);
      void begin_operation (const void* object, const std::string& table,
                            sql::verb, detail::row_id);
      void end_operation (const void* object);

      // Whether the parents of this are still to be found: true once.
      //
      bool climb (const identifier& i)
      {
        return climbed_.insert (i.str ()).second;
      }

      // A statement is about to be sent that writes something. One that is
      // given as text, rather than prepared, is not part of an operation.
      // Returns whether it is.
      //
      bool write (const statement_ptr&, bool as_text);

      // Whether a key made from it would show what was written.
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

      // A statement is about to be sent that may meet a deadlock, and nothing
      // will tell whether it did.
      //
      void may_be_ended () noexcept
      {
        early_ = early_ || ended_by_ == ended_by::statements;
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

      bool of (const tokens::token_store& s) const noexcept
      {
        return store_.get () == &s;
      }

      bool over () const noexcept
      {
        return (events_.load (std::memory_order_acquire) & event_over) != 0;
      }

    private:
      void swept (std::size_t statements) noexcept;
      void failed () noexcept;
      void mark (const char* refusal,
                 const std::string* row_to_come = nullptr);
      bool fence (const std::string* row_to_come = nullptr) noexcept;
      bool marked (const std::string* row_to_come) noexcept;
      bool table_marked (const std::string* row_to_come) const noexcept;
      bool fence_later (std::size_t first) noexcept;
      void reset () noexcept;
      void give_up_operations () noexcept;
      void report_unfenced () noexcept;
      void failed_commit () noexcept;
      tokens::token_store::identifiers identifiers ();

      // Whichever of the last two comes second settles a failed COMMIT.
      //
      static const unsigned event_over = 1;
      static const unsigned event_failed = 2;
      static const unsigned event_went_on = 4;

      std::shared_ptr<tokens::token_store> store_;

      // Replies of Redis that nobody has taken yet hold it, and must not hold
      // the store that they belong to.
      //
      std::shared_ptr<change_set> set_;
      operations operations_;
      std::unordered_set<std::string> climbed_;
      statement_ptr last_written_;
      std::shared_ptr<detail::transaction_outcome> outcome_;
      std::uint64_t nonce_;
      const ended_by ended_by_;

      // What is written from now on is marked when it is.
      //
      bool early_ = false;

      // So many of what was written are marked, all of them since then or
      // later.
      //
      std::size_t marked_ = 0;
      std::chrono::steady_clock::time_point marked_since_;

      // The table that the last statement inserts a row into whose id is not
      // known yet, if it does; and those that are marked in the place of such
      // rows, with those that follow in the set.
      //
      const std::string* row_to_come_ = nullptr;
      std::vector<const std::string*> marked_tables_;
      bool tables_marked_ = false;

      // How many the store was given to mark them later.
      //
      std::size_t remembered_ = 0;

      bool commit_seen_ = false;
      bool rollback_seen_ = false;
      bool fenced_ = false;
      bool late_ = false;
      std::atomic<unsigned> events_ {0};
    };
  }
}

#endif // ODB_ALKEY_CHANGES_TRANSACTION_CHANGES_HXX
