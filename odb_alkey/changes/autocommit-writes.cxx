#include <odb_alkey/changes/autocommit-writes.hxx>

#include <odb_alkey/changes/statement-report.hxx>
#include <odb_alkey/changes/transaction-changes.hxx>
#include <odb_alkey/identifier.hxx>
#include <odb_alkey/tokens/token-store.hxx>

namespace odb_alkey
{
  namespace changes
  {
    void autocommit_writes::add (tokens::token_store& store,
                                 const statement_meaning& s)
    {
      s.each_change ([this] (const identifier& i) { set_.insert (i); });
      old_ = false;
      store_ = &store;
      store.environment ().counters->swept_statements.add (
        s.affects_tracked () ? 1 : 0);
      report (store, s);
    }

    std::shared_ptr<transaction_changes> autocommit_writes::committing (
      const std::shared_ptr<tokens::token_store>& store) const
    {
      std::shared_ptr<transaction_changes> changes (
        std::make_shared<transaction_changes> (store,
                                               sql::dialect::failures::none));

      for (const std::string* i : set_.identifiers ())
        changes->write (identifier (*i));

      changes->committing_alone ();
      return changes;
    }

    // After a first BEGIN nothing can commit them any more. A second one
    // fails, or is ignored, so that their COMMIT is still to come.
    //
    void autocommit_writes::begin (const sql::dialect& d,
                                   bool was_open) noexcept
    {
      if (d.begin_commits || !was_open || old_)
        clear ();

      old_ = true;
    }

    // Where COMMIT is retried after a failure, the writes may still be part of
    // the transaction.
    //
    void autocommit_writes::commit (const sql::dialect& d) noexcept
    {
      if (old_ || !d.retries_commit)
        clear ();
    }

    void autocommit_writes::clear () noexcept
    {
      if (!set_.empty ())
        set_ = change_set ();
    }

    void autocommit_writes::forget (const tokens::token_store& s) noexcept
    {
      if (store_ == &s)
        clear ();
    }
  }
}
