#include <odb_alkey/changes/transaction-changes.hxx>

#include <odb_alkey/detail/identifier-view.hxx>

#include <algorithm>
#include <chrono>
#include <new>
#include <utility>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/support/random.hxx>

namespace odb_alkey
{
  namespace changes
  {
    transaction_changes::transaction_changes (
      std::shared_ptr<tokens::token_store> s, ended_by e)
        : store_ (std::move (s)), set_ (std::make_shared<change_set> ()),
          outcome_ (std::make_shared<detail::transaction_outcome> ()),
          nonce_ (support::random_nonce ()), ended_by_ (e)
    {
    }

    void transaction_changes::write (const identifier& i)
    {
      set_->insert (i);
    }

    void transaction_changes::begin_operation (const void* object,
                                               const std::string& table,
                                               sql::verb v, detail::row_id id)
    {
      // One that is still open has failed, or a callback has executed this
      // one.
      //
      if (operations_.any ())
        failed ();

      swept (operations_.begin (object, table, v, id, *set_));
    }

    void transaction_changes::end_operation (const void* object)
    {
      swept (operations_.end (object, *set_));
    }

    void transaction_changes::failed () noexcept
    {
      early_ = early_ || ended_by_ != ended_by::nothing;
    }

    bool transaction_changes::write (const statement_ptr& s, bool as_text)
    {
      row_to_come_ = nullptr;
      const std::string* own (as_text ? nullptr : operations_.note (s));

      if (own != nullptr)
      {
        row_to_come_ = operations_.row_to_come ();

        // What goes with the object is not part of it, nor is that of which
        // the object is a part itself.
        //
        s->each_change_beside (*own, [this] (const identifier& i)
                               { set_->insert (i); });

        swept (s->cascades.empty () && !s->shared () ? 0 : 1);
        return true;
      }

      if (operations_.any ())
        failed ();

      // Often the same one again and again, with other values.
      //
      if (s != last_written_)
      {
        s->each_change ([this] (const identifier& i) { set_->insert (i); });
        last_written_ = s;
      }

      swept (s->affects_tracked () ? 1 : 0);

      report (*store_, *s);
      return false;
    }

    namespace
    {
      void report_forgotten (tokens::token_store& store, forgotten_class& c)
      {
        store.environment ().counters.without_callback.add ();
        store.environment ().log.write_once (
          c.told, log_level::error,
          "class " + c.name +
            " is tracked, but ODB does not tell of its objects, since the "
            "callback is missing: with each statement on its table every "
            "object of it changes, or every key if the class has touches (); "
            "annotate it with #pragma db object callback(track)");
      }
    }

    void report (tokens::token_store& store,
                 const statement_meaning& s) noexcept
    try
    {
      for (const table_effect& t : s.tables)
        if (t.forgotten != nullptr)
          report_forgotten (store, *t.forgotten);

      if (!s.unknown_tables)
        return;

      store.environment ().counters.not_understood.add ();
      store.environment ().log.write (
        support::topic::not_understood, log_level::warning,
        "what a statement writes that begins with " + s.word +
          " is not understood: every key changes");
    }
    catch (...)
    {
      // Nothing but a message is lost.
    }

    void transaction_changes::swept (std::size_t statements) noexcept
    {
      store_->environment ().counters.swept_statements.add (statements);
    }

    bool transaction_changes::written (const detail::identifier_view& v) const
    {
      return set_->covers (v) || operations_.covers (v);
    }

    tokens::token_store::identifiers transaction_changes::identifiers ()
    {
      return tokens::token_store::identifiers (set_, &set_->identifiers ());
    }

    // A mark that took long is old already when the statement goes out. Past
    // half of its time it is made again; if that takes as long again, it was
    // not meant to be.
    //
    bool transaction_changes::fence (const std::string* row_to_come) noexcept
    try
    {
      for (int tries (0); !marked (row_to_come); ++tries)
      {
        if (tries == 3)
          return false;

        if (marked_ == 0)
          marked_since_ = std::chrono::steady_clock::now ();

        std::string sweep;

        if (!table_marked (row_to_come))
        {
          sweep = identifier::sweep (*row_to_come).str ();
          marked_tables_.push_back (row_to_come);
          tables_marked_ = true;
        }

        if (!store_->fence (identifiers (), nonce_, marked_, sweep))
        {
          marked_tables_.clear ();
          return false;
        }

        marked_ = set_->identifiers ().size ();
      }

      return true;
    }
    catch (...)
    {
      return false;
    }

    // Whether all is marked, for long enough. Once that is not sure of some,
    // all are marked again, rather than one after the other.
    //
    bool transaction_changes::marked (const std::string* row_to_come) noexcept
    {
      std::size_t size (set_->identifiers ().size ());

      if (std::chrono::steady_clock::now () - marked_since_ >=
          store_->environment ().options.fence_timeout / 2)
        marked_ = 0;

      if (marked_ == 0 || !tokens::token_store::together (marked_, size))
        marked_tables_.clear ();

      return marked_ == size && table_marked (row_to_come);
    }

    bool transaction_changes::table_marked (
      const std::string* row_to_come) const noexcept
    {
      return row_to_come == nullptr ||
             std::find (marked_tables_.begin (), marked_tables_.end (),
                        row_to_come) != marked_tables_.end ();
    }

    void transaction_changes::mark (const char* refusal,
                                    const std::string* row_to_come)
    {
      fenced_ = fence (row_to_come);

      if (!fenced_ && store_->environment ().options.when_unavailable ==
                        when_unavailable::refuse)
        throw redis_unavailable (
          std::string (refusal) +
          ", since Redis did not confirm that its objects are being written "
          "and the option when_unavailable is refuse");

      // Nothing but the whole table stands for the row then.
      //
      if (!fenced_ && row_to_come != nullptr)
        set_->insert (identifier::sweep (*row_to_come));

      // A transaction that nobody remembers must not be committed. One that
      // may be committing already has told the store of the rest; COMMIT tells
      // it of all, since that may have been marked, and for too long.
      //
      if (!fenced_ && !fence_later (commit_seen_ ? 0 : remembered_))
        throw std::bad_alloc ();
    }

    bool transaction_changes::fence_later (std::size_t first) noexcept
    {
      late_ = true;
      remembered_ = set_->identifiers ().size ();
      return store_->fence_later (identifiers (), nonce_, first);
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
      mark ("the statement was not executed, which commits", row_to_come_);
    }

    // Nobody tells the outcome. Once the connection goes on it is final.
    //
    void transaction_changes::committing_alone ()
    {
      commit_seen_ = true;
      mark ("the statement was not executed");

      if (!fenced_)
        report_unfenced ();

      outcome_->how.store (detail::ending::unknown, std::memory_order_release);
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
        outcome_->how.store (detail::ending::committed,
                             std::memory_order_release);
        events_.fetch_or (event_over, std::memory_order_acq_rel);
        give_up_operations ();

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
        outcome_->how.store (early_ ? detail::ending::unknown
                                    : detail::ending::rolled_back,
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
        outcome_->how.store (detail::ending::unknown,
                             std::memory_order_release);
        events_.fetch_or (event_over, std::memory_order_acq_rel);
        store_->environment ().counters.unknown_commits.add ();
        give_up_operations ();

        if (!fence () && !fence_later (0))
          store_->forgotten (set_->identifiers ().size ());
      }
    }

    // Those that are still open change more than was said before.
    //
    void transaction_changes::give_up_operations () noexcept
    try
    {
      swept (operations_.give_up (*set_));
    }
    catch (...)
    {
      store_->forgotten (1);
    }

    void transaction_changes::failed_commit () noexcept
    {
      unsigned before (events_.fetch_or (event_over | event_failed,
                                         std::memory_order_acq_rel));

      if ((before & event_went_on) != 0)
      {
        outcome_->how.store (detail::ending::rolled_back,
                             std::memory_order_release);
        reset ();
      }
      else
      {
        outcome_->how.store (detail::ending::unknown,
                             std::memory_order_release);
        store_->environment ().counters.unknown_commits.add ();
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
        store_->reset (identifiers (), nonce_, fenced_, tables_marked_);
    }

    void transaction_changes::report_unfenced () noexcept
    {
      store_->environment ().counters.unfenced_commits.add ();
      store_->environment ().log.write (
        support::topic::unfenced, log_level::warning,
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
