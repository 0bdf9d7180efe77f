#include <odb_alkey/changes/transaction-changes.hxx>

#include <chrono>
#include <utility>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/tokens/random.hxx>

namespace odb_alkey
{
  namespace detail
  {
    transaction_changes::transaction_changes (std::shared_ptr<token_store> s)
        : store_ (std::move (s)),
          outcome_ (std::make_shared<transaction_outcome> ()),
          nonce_ (random_nonce ())
    {
    }

    token_store::identifiers transaction_changes::identifiers ()
    {
      return token_store::identifiers (shared_from_this (),
                                       &set_.identifiers ());
    }

    bool transaction_changes::fence () noexcept
    {
      typedef std::chrono::steady_clock steady;

      // A fence that took long is old already when COMMIT goes out. Past half
      // of its time it is renewed; if that takes as long again, it was not
      // meant to be.
      //
      for (int tries (0); tries != 3; ++tries)
      {
        steady::time_point begin (steady::now ());

        if (!store_->fence (identifiers (), nonce_))
          return false;

        if (steady::now () - begin < store_->options ().fence_timeout / 2)
          return true;
      }

      return false;
    }

    void transaction_changes::committing ()
    {
      commit_seen_ = true;
      fenced_ = fence ();

      if (!fenced_ &&
          store_->options ().when_unavailable == when_unavailable::refuse)
        throw redis_unavailable (
          "the transaction was rolled back, since Redis did not confirm "
          "that its objects are being written and the option "
          "when_unavailable is refuse");
    }

    void transaction_changes::rolling_back () noexcept
    {
      rollback_seen_ = true;
    }

    void transaction_changes::finished (bool committed) noexcept
    {
      if (committed)
      {
        outcome_->how.store (ending::committed, std::memory_order_release);
        events_.fetch_or (event_over, std::memory_order_acq_rel);

        if (!fenced_ && !set_.empty ())
          report_unfenced ();

        reset ();
      }
      else if (commit_seen_ && !rollback_seen_)
      {
        failed_commit ();
      }
      else if (rollback_seen_)
      {
        outcome_->how.store (ending::rolled_back, std::memory_order_release);
        events_.fetch_or (event_over, std::memory_order_acq_rel);
      }
      else
      {
        // Neither was seen, since somebody took the tracer off the
        // connection. It may have been a COMMIT whose connection was lost, so
        // mark it late rather than never.
        //
        outcome_->how.store (ending::unknown, std::memory_order_release);
        events_.fetch_or (event_over, std::memory_order_acq_rel);
        store_->counters ().unknown_commits.add ();
        fence ();
      }
    }

    void transaction_changes::failed_commit () noexcept
    {
      unsigned before (events_.fetch_or (event_over | event_failed,
                                         std::memory_order_acq_rel));

      if ((before & event_went_on) != 0)
      {
        outcome_->how.store (ending::rolled_back, std::memory_order_release);
        reset ();
      }
      else
      {
        outcome_->how.store (ending::unknown, std::memory_order_release);
        store_->counters ().unknown_commits.add ();
      }
    }

    void transaction_changes::connection_went_on () noexcept
    {
      unsigned before (
        events_.fetch_or (event_went_on, std::memory_order_acq_rel));

      if ((before & event_failed) != 0)
        reset ();
    }

    void transaction_changes::reset () noexcept
    {
      if (!set_.empty ())
        store_->reset (identifiers (), nonce_);
    }

    void transaction_changes::report_unfenced () noexcept
    {
      store_->counters ().unfenced_commits.add ();
      store_->log ().write (
        topic::unfenced, log_level::warning,
        commit_seen_
          ? "a transaction was committed though Redis did not confirm "
            "its fence: until its tokens are changed, values from before "
            "it may be found"
          : "the COMMIT of a transaction was not seen, since the tracer "
            "of its connection was replaced: its tokens are changed only "
            "now");
    }
  }
}
