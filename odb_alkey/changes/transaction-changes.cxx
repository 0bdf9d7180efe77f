#include <odb_alkey/changes/transaction-changes.hxx>

#include <chrono>
#include <utility>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/tokens/random.hxx>

namespace odb_alkey
{
  namespace detail
  {
    transaction_changes::transaction_changes (std::shared_ptr<token_store> s,
                                              bool failures_may_end_it)
        : store_ (std::move (s)), set_ (std::make_shared<change_set> ()),
          outcome_ (std::make_shared<transaction_outcome> ()),
          nonce_ (random_nonce ()), failures_may_end_it_ (failures_may_end_it)
    {
    }

    void transaction_changes::write (const identifier& i)
    {
      set_->insert (i);
    }

    void transaction_changes::begin_operation (const void* object,
                                               const std::string& table,
                                               sql::verb v)
    {
      // One that is still open has failed, or a callback has executed this
      // one.
      //
      if (operations_.any ())
        early_ = early_ || failures_may_end_it_;

      swept (operations_.begin (object, table, v, *set_));
    }

    void transaction_changes::end_operation (const void* object)
    {
      swept (operations_.end (object, *set_));
    }

    void transaction_changes::write (const statement_ptr& s, bool as_text)
    {
      if (!as_text && operations_.note (s))
        return;

      if (operations_.any ())
        early_ = early_ || failures_may_end_it_;

      // Often the same one again and again, with other values.
      //
      if (s != last_written_)
      {
        s->each_change ([this] (const identifier& i) { set_->insert (i); });
        last_written_ = s;
      }

      swept (s->concerns () ? 1 : 0);

      report (*store_, *s);
    }

    void report (token_store& store, const statement_meaning& s) noexcept
    {
      if (!s.anything)
        return;

      store.counters ().not_understood.add ();
      store.log ().write (topic::not_understood, log_level::warning,
                          "what a statement writes that begins with " +
                            s.word + " is not understood: every key changes");
    }

    void transaction_changes::swept (std::size_t statements) noexcept
    {
      store_->counters ().swept_statements.add (statements);
    }

    bool transaction_changes::written (const identifier_view& v) const
    {
      return set_->covers (v) || operations_.covers (v);
    }

    token_store::identifiers transaction_changes::identifiers ()
    {
      return token_store::identifiers (set_, &set_->identifiers ());
    }

    bool transaction_changes::fence () noexcept
    {
      typedef std::chrono::steady_clock steady;

      if (set_->empty ())
        return true;

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

    void transaction_changes::mark (const char* refusal)
    {
      fenced_ = fence ();

      if (!fenced_ &&
          store_->options ().when_unavailable == when_unavailable::refuse)
        throw redis_unavailable (
          std::string (refusal) +
          ", since Redis did not confirm that its objects are being written "
          "and the option when_unavailable is refuse");

      if (!fenced_)
        fence_later ();
    }

    void transaction_changes::fence_later () noexcept
    {
      late_ = true;
      store_->fence_later (identifiers (), nonce_);
    }

    void transaction_changes::committing ()
    {
      commit_seen_ = true;
      swept (operations_.give_up (*set_));
      mark ("the transaction was rolled back");
    }

    void transaction_changes::committing_early ()
    {
      early_ = true;
      mark ("the statement was not executed, which commits");
    }

    // Nobody tells the outcome. Once the connection goes on it is final.
    //
    void transaction_changes::committing_alone ()
    {
      commit_seen_ = true;
      mark ("the statement was not executed");

      if (!fenced_)
        report_unfenced ();

      outcome_->how.store (ending::unknown, std::memory_order_release);
      events_.fetch_or (event_over | event_failed, std::memory_order_acq_rel);
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
        swept (operations_.give_up (*set_));

        if (!fenced_ && !set_->empty ())
          report_unfenced ();

        reset ();
      }
      else if (commit_seen_ && !rollback_seen_)
      {
        failed_commit ();
      }
      else if (rollback_seen_)
      {
        outcome_->how.store (early_ ? ending::unknown : ending::rolled_back,
                             std::memory_order_release);
        events_.fetch_or (event_over, std::memory_order_acq_rel);

        if (early_)
          reset ();
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
        swept (operations_.give_up (*set_));

        if (!fence ())
          fence_later ();
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
      if (set_->empty ())
        return;

      // Not before the mark, which would stay.
      //
      if (late_)
        store_->reset_later (identifiers (), nonce_);
      else
        store_->reset (identifiers (), nonce_, fenced_);
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
