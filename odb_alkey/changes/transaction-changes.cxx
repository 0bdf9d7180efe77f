#include <odb_alkey/changes/transaction-changes.hxx>

#include <cstdint>
#include <utility>

#include <odb/transaction.hxx>

#include <odb_alkey/changes/statement-report.hxx>

namespace odb_alkey
{
  namespace changes
  {
    namespace
    {
      typedef std::shared_ptr<transaction_changes> changes_ptr;

      // ODB calls this once the transaction is over. It owns the data.
      //
      void call_back (unsigned short event, void*,
                      unsigned long long data) noexcept
      {
        std::unique_ptr<changes_ptr> changes (
          reinterpret_cast<changes_ptr*> (static_cast<std::uintptr_t> (data)));

        (*changes)->finished (event == odb::transaction::event_commit);
      }
    }

    transaction_changes::transaction_changes (
      std::shared_ptr<tokens::token_store> s, sql::dialect::failures e)
        : set_ (std::make_shared<change_set> ()), fence_ (std::move (s), set_),
          outcome_ (std::make_shared<detail::transaction_outcome> ()),
          ended_by_ (e)
    {
    }

    std::shared_ptr<transaction_changes>
    transaction_changes::make (odb::transaction& t,
                               std::shared_ptr<tokens::token_store> s,
                               const sql::dialect& d)
    {
      changes_ptr r (
        std::make_shared<transaction_changes> (std::move (s), d.ended_by));
      r->fences_early_ =
        !d.in_process || r->store ().environment ().faults.early_in_process;
      std::unique_ptr<changes_ptr> data (new changes_ptr (r));

      t.callback_register (&call_back, r.get (), odb::transaction::event_all,
                           reinterpret_cast<std::uintptr_t> (data.get ()));
      data.release ();
      return r;
    }

    void transaction_changes::write (const identifier& i)
    {
      set_->insert (i);
    }

    void transaction_changes::begin_operation (const void* object,
                                               const std::string& table,
                                               sql::verb v, detail::row_id id)
    {
      // One that is still open has failed, unless its callback has begun this
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
      early_ = early_ || ended_by_ != sql::dialect::failures::none;
    }

    bool transaction_changes::write (const statement_ptr& s, bool as_text)
    {
      row_to_come_ = nullptr;
      const std::string* own (as_text ? nullptr : operations_.note (s));

      if (own != nullptr)
      {
        row_to_come_ = operations_.row_to_come ();

        // The operation tells of the object. It does not tell of rows that the
        // database erases with the object's, nor of other objects that share
        // the row.
        //
        s->each_change_beside (*own, [this] (const identifier& i)
                               { set_->insert (i); });

        swept (s->cascades.empty () && !s->shared () ? 0 : 1);
        return true;
      }

      if (operations_.any ())
        failed ();

      // Often the same statement comes again and again, with other values.
      //
      if (s != last_written_)
      {
        s->each_change ([this] (const identifier& i) { set_->insert (i); });
        last_written_ = s;
      }

      swept (s->affects_tracked () ? 1 : 0);

      report (store (), *s);
      return false;
    }

    void transaction_changes::swept (std::size_t statements) noexcept
    {
      store ().environment ().counters->swept_statements.add (statements);
    }

    bool transaction_changes::written (const detail::identifier_view& v) const
    {
      return set_->covers (v) || operations_.covers (v);
    }

    void transaction_changes::committing ()
    {
      commit_seen_ = true;
      swept (operations_.give_up (*set_));
      fence_.raise (transaction_fence::moment::at_commit,
                    "the transaction was rolled back");
    }

    void transaction_changes::committing_early ()
    {
      early_ = true;
      fence_.raise (commit_seen_ ? transaction_fence::moment::at_commit
                                 : transaction_fence::moment::before_commit,
                    "a statement that commits was not executed", row_to_come_);
    }

    // Nothing will tell the outcome. Once the connection goes on it is final.
    //
    void transaction_changes::committing_alone ()
    {
      commit_seen_ = true;
      fence_.raise (transaction_fence::moment::at_commit,
                    "the statement was not executed");

      if (!fence_.confirmed ())
        report_unfenced ();

      end (detail::ending::unknown, event_over | event_failed);
    }

    void transaction_changes::rolling_back () noexcept
    {
      rollback_seen_ = true;
    }

    void transaction_changes::finished (bool committed) noexcept
    {
      if (committed)
      {
        end (detail::ending::committed, event_over);
        give_up_operations ();

        if (!fence_.confirmed () && !set_->empty ())
          report_unfenced ();

        fence_.reset ();
      }
      else if (commit_seen_ && !rollback_seen_)
      {
        end_of_failed_commit ();
      }
      else if (rollback_seen_)
      {
        end (early_ ? detail::ending::unknown : detail::ending::rolled_back,
             event_over);

        if (early_)
          fence_.reset ();
        else if (!commit_seen_)
          fence_.lower ();
      }
      else
      {
        // Neither was seen, since the connection had another tracer. It may
        // have been a COMMIT whose connection was lost.
        //
        end (detail::ending::unknown, event_over);
        store ().environment ().counters->unknown_commits.add ();
        give_up_operations ();
        fence_.raise_after_end ();
      }
    }

    void transaction_changes::end (detail::ending e, unsigned events) noexcept
    {
      outcome_->how.store (e, std::memory_order_release);
      events_.fetch_or (events, std::memory_order_acq_rel);
    }

    // Operations that are still open change more than was said before.
    //
    void transaction_changes::give_up_operations () noexcept
    try
    {
      swept (operations_.give_up (*set_));
    }
    catch (...)
    {
      store ().forgotten (1);
    }

    void transaction_changes::end_of_failed_commit () noexcept
    {
      unsigned before (events_.fetch_or (event_over | event_failed,
                                         std::memory_order_acq_rel));

      if ((before & event_went_on) != 0)
      {
        outcome_->how.store (detail::ending::rolled_back,
                             std::memory_order_release);
        fence_.reset ();
      }
      else
      {
        outcome_->how.store (detail::ending::unknown,
                             std::memory_order_release);
        store ().environment ().counters->unknown_commits.add ();
      }
    }

    void transaction_changes::connection_went_on () noexcept
    {
      unsigned before (
        events_.fetch_or (event_went_on, std::memory_order_acq_rel));

      if ((before & event_failed) != 0)
        fence_.reset ();
    }

    void transaction_changes::report_unfenced () noexcept
    {
      store ().environment ().counters->unfenced_commits.add ();
      store ().environment ().log.write (
        support::topic::unfenced, log_level::warning,
        commit_seen_
          ? "a transaction was committed though Redis did not confirm its "
            "fence: until its tokens are changed, values from before it may "
            "be found"
          : "the COMMIT of a transaction was not seen, since the tracer of "
            "its connection was replaced: its tokens are changed only now");
    }
  }
}
