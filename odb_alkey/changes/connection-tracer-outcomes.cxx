// What came of what was sent: when it is certain, and what is not until then.

#include <odb_alkey/changes/connection-tracer.hxx>

#include <algorithm>
#include <memory>
#include <utility>

#include <odb/connection.hxx>
#include <odb/database.hxx>

#include <odb_alkey/changes/database-recorder.hxx>

namespace odb_alkey
{
  namespace changes
  {
    // Writes that ODB knows no transaction of.
    //
    void connection_tracer::write_loose (database_recorder& r,
                                         const statement_meaning& s)
    {
      if (s.writes ())
      {
        s.each_change ([this] (const identifier& i)
                       { autocommit_writes_.insert (i); });
        loose_is_old_ = false;
        loose_for_ = &r.store ();
        r.store ().environment ().counters.swept_statements.add (
          s.affects_tracked () ? 1 : 0);
        report (r.store (), s);
      }

      mark_loose (r);
    }

    void connection_tracer::mark_loose (database_recorder& r)
    {
      if (autocommit_writes_.empty ())
        return;

      std::shared_ptr<transaction_changes> changes (
        std::make_shared<transaction_changes> (
          r.shared_store (), transaction_changes::ended_by::nothing));

      for (const std::string* i : autocommit_writes_.identifiers ())
        changes->write (identifier (*i));

      past_.reserve (past_.size () + 1);
      changes->committing_alone ();
      past_.push_back (past_commit {std::move (changes), 0,
                                    given_as_text (last_) ? last_ : nullptr});
    }

    // SQLite executes in the process: what was given as text is done, however
    // it went, when the statement goes that ODB has made of it. (With other
    // databases ODB makes none, and does not tell of an answer.)
    //
    void connection_tracer::done (const odb::statement& s) noexcept
    {
      std::size_t kept (0);

      for (past_commit& p : past_)
        if (p.alone == &s)
          p.changes->connection_went_on ();
        else
          past_[kept++] = std::move (p);

      past_.resize (kept);
    }

    void connection_tracer::forget_loose () noexcept
    {
      if (!autocommit_writes_.empty ())
        autocommit_writes_ = change_set ();
    }

    // The connection goes on, so what was sent before is done; unless it is
    // dead and does not know yet: a COMMIT may still land then. SQLite is
    // never that far away. A server has answered to something after the
    // COMMIT if something else follows that, but for BEGIN, which is what is
    // tried again and again.
    //
    void connection_tracer::settle (odb::connection& c,
                                    sql::boundary b) noexcept
    {
      unsigned enough (c.database ().id () == odb::id_sqlite ? 1 : 2);
      std::size_t kept (0);

      for (past_commit& p : past_)
      {
        p.went_on = b == sql::boundary::begin ? 1 : p.went_on + 1;

        if (p.went_on < enough)
          past_[kept++] = std::move (p);
        else
          p.changes->connection_went_on ();
      }

      past_.resize (kept);
    }

    void connection_tracer::forget (const tokens::token_store& s) noexcept
    {
      if (loose_for_ == &s)
        forget_loose ();

      past_.erase (std::remove_if (past_.begin (), past_.end (),
                                   [&s] (const past_commit& p)
                                   { return p.changes->of (s); }),
                   past_.end ());
    }
  }
}
