#ifndef ODB_ALKEY_CHANGES_TRANSACTION_FENCE_HXX
#define ODB_ALKEY_CHANGES_TRANSACTION_FENCE_HXX

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/changes/change-set.hxx>
#include <odb_alkey/tokens/posted-fences.hxx>
#include <odb_alkey/tokens/token-store.hxx>

namespace odb_alkey
{
  namespace changes
  {
    // The fence of one transaction: what it has written is fenced in Redis
    // before the database commits it, and reset once the outcome is known.
    //
    // Used by one thread at a time.
    //
    class transaction_fence
    {
    public:
      // The set is the transaction's, which goes on to add to it. Replies of
      // Redis that nothing has read yet hold the set, and must not hold the
      // store that they belong to: hence it is shared.
      //
      transaction_fence (std::shared_ptr<tokens::token_store>,
                         std::shared_ptr<change_set>);

      tokens::token_store& store () const noexcept
      {
        return *store_;
      }

      // A transaction that is about to commit gives all its writes to the
      // store again if they have to be fenced later. Before that, only those
      // that the store was not given yet.
      //
      enum class moment
      {
        before_commit,
        at_commit
      };

      // Fences all that was written so far. The table, if it is not null, is
      // the one into which the next statement inserts a row whose id is not
      // known yet.
      //
      // If Redis does not confirm it, and the options say to refuse, throws
      // redis_unavailable with a message that begins with the refusal. Else
      // the store fences it later.
      //
      void raise (moment, const char* refusal,
                  const std::string* row_to_come = nullptr);

      // A statement is about to be executed: sends the fence of what was
      // written so far, and waits for nothing. If that is not possible, or too
      // late, raise () fences it.
      //
      void post () noexcept;

      // Removes what was posted, after a rollback.
      //
      void lower () noexcept;

      // Fences all after the transaction, because late is better than never.
      //
      void raise_after_end () noexcept;

      // Gives new tokens to all that was written.
      //
      void reset () noexcept;

      // True if Redis confirmed the last fence before its statement was sent.
      //
      bool confirmed () const noexcept
      {
        return confirmed_;
      }

    private:
      bool fence (const std::string* row_to_come) noexcept;
      bool fenced (const std::string* row_to_come) noexcept;
      bool take_posted () noexcept;
      bool table_fenced (const std::string* row_to_come) const noexcept;
      bool fence_later (std::size_t first) noexcept;
      tokens::token_store::identifiers identifiers () const;
      tokens::token_store::identifiers written (std::size_t begin,
                                                std::size_t end) const;

      std::shared_ptr<tokens::token_store> store_;
      std::shared_ptr<change_set> set_;
      std::uint64_t nonce_;

      // The number of identifiers of the set whose fences were sent before
      // COMMIT was due, that of these sendings, and a time before the first.
      //
      std::unique_ptr<tokens::posted_fences> posted_;
      std::size_t posted_size_ = 0;
      unsigned posts_ = 0;
      std::chrono::steady_clock::time_point posted_since_;

      // The number of identifiers of the set that are fenced, and a time at
      // which the oldest of these fences was there.
      //
      std::size_t fenced_ = 0;
      std::chrono::steady_clock::time_point since_;

      // Tables that are fenced in the place of rows whose ids were not known.
      // These fences are as old as those of the set. any_table_ is true if
      // there ever was one.
      //
      std::vector<const std::string*> tables_;
      bool any_table_ = false;

      // The number of identifiers of the set that the store was told to fence
      // later.
      //
      std::size_t given_ = 0;

      bool confirmed_ = false;
      bool late_ = false;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_TRANSACTION_FENCE_HXX
