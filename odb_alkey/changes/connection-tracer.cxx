#include <odb_alkey/changes/connection-tracer.hxx>

#include <algorithm>
#include <cstring>
#include <typeinfo>
#include <utility>

#include <odb/connection.hxx>
#include <odb/database.hxx>
#include <odb/statement.hxx>
#include <odb/transaction.hxx>

#include <odb_alkey/changes/database-tracer.hxx>
#include <odb_alkey/changes/recorder.hxx>
#include <odb_alkey/changes/registry.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      typedef std::shared_ptr<transaction_changes> changes_ptr;

      // Called by ODB once the transaction is over; owns its data.
      //
      void finished (unsigned short event, void*,
                     unsigned long long data) noexcept
      {
        std::unique_ptr<changes_ptr> changes (
          reinterpret_cast<changes_ptr*> (static_cast<std::uintptr_t> (data)));

        (*changes)->finished (event == odb::transaction::event_commit);
      }
    }

    namespace
    {
      // Transactions that the plugin has left behind still end.
      //
      sql::boundary boundary_of (const char* text)
      {
        return sql::analyse (text, sql::dialect::other).boundary;
      }
    }

    void connection_tracer::install (odb::connection& c)
    {
      // A new connection has taken over an address. What came of the COMMITs
      // of the former one is not known by anything that this one does.
      //
      close ();
      past_.clear ();
      changes_.reset ();
      forget_loose ();
      snapshot_ = stamp ();
      user_ = c.tracer ();
      c.tracer (this);
    }

    void connection_tracer::begin (odb::connection& c, recorder* r)
    {
      close ();
      changes_.reset ();
      forget_loose ();

      if (r == nullptr)
      {
        // The plugin is gone.
        //
        past_.clear ();
        c.tracer (user_);
        return;
      }

      // What this process wrote is known to it once the reply to the reset
      // has been taken.
      //
      r->store ().collect ();
      snapshot_ = r->store ().known ();
      open_ = true;
      used_.store (false, std::memory_order_relaxed);
      r->opened (*this);
    }

    transaction_changes& connection_tracer::collect (recorder& r,
                                                     odb::transaction* t)
    {
      // Those of a former transaction whose end was not seen are over.
      //
      bool known (changes_ != nullptr && !changes_->over ());

      if (known && (t == nullptr || changes_->expects_callback ()))
        return *changes_;

      if (!open_)
      {
        snapshot_ = stamp ();
        open_ = true;
        used_.store (true, std::memory_order_relaxed);
        r.opened (*this);
      }

      changes_ptr changes (
        known ? changes_
              : std::make_shared<transaction_changes> (r.shared_store ()));

      if (t != nullptr)
      {
        std::unique_ptr<changes_ptr> data (new changes_ptr (changes));

        t->callback_register (&finished, this, odb::transaction::event_all,
                              reinterpret_cast<std::uintptr_t> (data.get ()));
        data.release ();
        changes->expect_callback ();
      }

      changes_ = std::move (changes);
      return *changes_;
    }

    void connection_tracer::forget_loose () noexcept
    {
      if (!loose_.empty ())
        loose_ = change_set ();
    }

    void connection_tracer::close () noexcept
    {
      open_ = false;
      serial_.fetch_add (1, std::memory_order_acq_rel);
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

    void connection_tracer::commit (odb::connection& c, recorder* r)
    {
      close ();

      // A transaction whose BEGIN was not seen.
      //
      if (changes_ == nullptr && !loose_.empty () && r != nullptr)
      {
        changes_ = std::make_shared<transaction_changes> (r->shared_store ());

        for (const std::string* i : loose_.identifiers ())
          changes_->write (identifier (*i));
      }

      forget_loose ();

      if (changes_ == nullptr)
        return;

      changes_ptr changes (std::move (changes_));

      try
      {
        changes->committing ();
      }
      catch (...)
      {
        // Not only would the transaction stay open: the next user of the
        // connection would commit it.
        //
        changes->rolling_back ();
        c.execute ("ROLLBACK");
        throw;
      }

      // Without a plugin there is nobody to settle it; what is fenced heals.
      //
      if (r != nullptr)
        past_.push_back (past_commit {std::move (changes), 0});
    }

    void connection_tracer::forget (const token_store& s) noexcept
    {
      past_.erase (std::remove_if (past_.begin (), past_.end (),
                                   [&s] (const past_commit& p)
                                   { return p.changes->of (s); }),
                   past_.end ());
    }

    void connection_tracer::rollback () noexcept
    {
      close ();
      forget_loose ();

      if (changes_ != nullptr)
      {
        changes_ptr changes (std::move (changes_));
        changes->rolling_back ();

        if (!changes->expects_callback ())
          changes->finished (false);
      }
    }

    // SQLite makes a statement object of what is given as text. There are few
    // types, and mostly the last one comes again.
    //
    bool connection_tracer::given_as_text (const odb::statement& s) noexcept
    {
      const std::type_info& t (typeid (s));

      if (&t != last_type_)
      {
        last_type_ = &t;
        last_is_text_ =
          std::strstr (t.name (), "generic_statement") != nullptr;
      }

      return last_is_text_;
    }

    void connection_tracer::write (odb::connection& c, recorder& r,
                                   const statement_ptr& s,
                                   const odb::statement* prepared)
    {
      // After the first write it is known, whichever transaction is current.
      //
      transaction_changes* changes (open_ && changes_ != nullptr &&
                                        changes_->expects_callback () &&
                                        !changes_->over ()
                                      ? changes_.get ()
                                      : nullptr);

      if (changes == nullptr)
      {
        odb::transaction* t (nullptr);

        if (odb::transaction::has_current () &&
            &odb::transaction::current ().database () == &r.database () &&
            &odb::transaction::current ().connection () == &c)
          t = &odb::transaction::current ();

        if (t == nullptr && !open_)
        {
          write_alone (r, s);
          return;
        }

        changes = &collect (r, t);
      }

      bool commits (s->commits);
      changes->write (s, prepared == nullptr || given_as_text (*prepared));

      if (commits || changes->commits_early ())
        changes->committing_early ();
    }

    // Outside of any transaction, as it seems.
    //
    void connection_tracer::write_alone (recorder& r, const statement_ptr& s)
    {
      if (!s->writes ())
        return;

      s->each_change ([this] (const identifier& i) { loose_.insert (i); });

      changes_ptr changes (
        std::make_shared<transaction_changes> (r.shared_store ()));
      changes->write (s, true);
      past_.reserve (past_.size () + 1);
      changes->committing_alone ();
      past_.push_back (past_commit {std::move (changes), 0});
    }

    void connection_tracer::statement (odb::connection& c, const char* text,
                                       const odb::statement* prepared)
    {
      recorder* r (registry::find (c.database ()));

      if (r == nullptr)
      {
        boundary (c, nullptr, boundary_of (text));
        return;
      }

      const statement_ptr& found (statements_.find (text, r->catalog ()));

      if (found == nullptr)
      {
        if (!past_.empty ())
          settle (c, sql::boundary::none);

        used_.store (true, std::memory_order_relaxed);
        return;
      }

      // Settling may execute statements, too.
      //
      sql::boundary b (found->boundary);
      statement_ptr kept;

      if (!past_.empty ())
      {
        kept = found;
        settle (c, b);
      }

      const statement_ptr& s (kept != nullptr ? kept : found);

      if (b == sql::boundary::none)
        used_.store (true, std::memory_order_relaxed);

      if (s->writes () || s->commits)
        write (c, *r, s, prepared);

      boundary (c, r, b);
    }

    void connection_tracer::boundary (odb::connection& c, recorder* r,
                                      sql::boundary b)
    {
      switch (b)
      {
      case sql::boundary::none:
        break;
      case sql::boundary::begin:
        begin (c, r);
        break;
      case sql::boundary::commit:
        commit (c, r);
        break;
      case sql::boundary::rollback:
        rollback ();
        break;
      }
    }

    odb::tracer* connection_tracer::next (odb::connection& c) const noexcept
    {
      if (user_ != nullptr)
        return user_;

      // Mostly the plugin's, which need not be asked what it is.
      //
      odb::database& db (c.database ());
      recorder* r (registry::find (db));

      return r != nullptr && r->tracer () != nullptr &&
                 r->tracer () == db.tracer ()
               ? r->tracer ()->user ()
               : database_tracer::user_tracer (db);
    }

    void connection_tracer::prepare (odb::connection& c,
                                     const odb::statement& s)
    {
      if (odb::tracer* t = next (c))
        t->prepare (c, s);
    }

    void connection_tracer::execute (odb::connection& c,
                                     const odb::statement& s)
    {
      statement (c, s.text (), &s);

      if (odb::tracer* t = next (c))
        t->execute (c, s);
    }

    void connection_tracer::execute (odb::connection& c, const char* s)
    {
      statement (c, s, nullptr);

      if (odb::tracer* t = next (c))
        t->execute (c, s);
    }

    void connection_tracer::deallocate (odb::connection& c,
                                        const odb::statement& s)
    {
      if (odb::tracer* t = next (c))
        t->deallocate (c, s);
    }
  }
}
