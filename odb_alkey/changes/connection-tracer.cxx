#include <odb_alkey/changes/connection-tracer.hxx>

#include <algorithm>
#include <cstring>
#include <typeinfo>
#include <utility>

#include <strings.h>

#include <odb/connection.hxx>
#include <odb/database.hxx>
#include <odb/statement.hxx>
#include <odb/transaction.hxx>

#include <odb_alkey/changes/database-recorder.hxx>
#include <odb_alkey/changes/database-tracer.hxx>
#include <odb_alkey/changes/registry.hxx>

namespace odb_alkey
{
  namespace changes
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

      // Transactions that the plugin has left behind still end.
      //
      sql::boundary boundary_of (const char* text)
      {
        return sql::analyse (text, sql::dialect::other).boundary;
      }

      // As ODB sends it.
      //
      bool plain_rollback (const char* text) noexcept
      {
        return strcasecmp (text, "ROLLBACK") == 0;
      }

      // The thread's current transaction, if it is the connection's. ODB's
      // own COMMIT and ROLLBACK are sent when it is no more.
      //
      odb::transaction* current_on (odb::connection& c, database_recorder& r)
      {
        if (!r.in_transaction () ||
            &odb::transaction::current ().connection () != &c)
          return nullptr;

        return &odb::transaction::current ();
      }
    }

    void connection_tracer::install (odb::connection& c)
    {
      // A new connection has taken over an address. What came of the COMMITs
      // of the former one is not known by anything that this one does. Or it
      // is the same, and somebody had taken the tracer off.
      //
      close ();
      past_.clear ();
      changes_.reset ();
      snapshot_ = detail::stamp ();
      user_ = c.tracer ();
      c.tracer (this);
    }

    transaction_changes&
    connection_tracer::start_recording (database_recorder& r,
                                        odb::transaction& t)
    {
      // Those of a former transaction whose end was not seen are over.
      //
      if (changes_ != nullptr && !changes_->over ())
        return *changes_;

      if (!open_)
      {
        snapshot_ = detail::stamp ();
        open_ = true;
        used_.store (true, std::memory_order_relaxed);
        r.opened (*this);
      }

      changes_ptr changes (std::make_shared<transaction_changes> (
        r.shared_store (), r.catalog ().dialect ().ended_by));
      std::unique_ptr<changes_ptr> data (new changes_ptr (changes));

      t.callback_register (&finished, this, odb::transaction::event_all,
                           reinterpret_cast<std::uintptr_t> (data.get ()));
      data.release ();
      changes_ = std::move (changes);
      return *changes_;
    }

    void connection_tracer::close () noexcept
    {
      open_ = false;
      doubtful_ = false;
      serial_.fetch_add (1, std::memory_order_acq_rel);
    }

    void connection_tracer::begin (odb::connection& c, database_recorder* r)
    {
      bool was_open (open_);
      close ();
      changes_.reset ();

      if (r == nullptr)
      {
        // The plugin is gone.
        //
        past_.clear ();
        forget_loose ();
        c.tracer (user_);
        return;
      }

      // MySQL commits what was begun before. Elsewhere a second BEGIN fails,
      // or is ignored, and a COMMIT is still to come. After a first one there
      // is nothing loose any more.
      //
      bool commits (r->catalog ().dialect ().begin_commits);

      if (commits || was_open)
        mark_loose (*r);

      if (commits || !was_open || loose_is_old_)
        forget_loose ();

      loose_is_old_ = true;

      snapshot_ = r->store ().before_snapshot ();
      open_ = true;
      used_.store (false, std::memory_order_relaxed);
      r->opened (*this);
    }

    void connection_tracer::commit (odb::connection& c, database_recorder* r)
    {
      close ();

      if (r != nullptr)
        mark_loose (*r);

      // One that fails leaves SQLite's transaction open, to be tried again.
      //
      if (loose_is_old_ ||
          !sql::dialect::of (c.database ().id ()).retries_commit)
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
        past_.push_back (past_commit {std::move (changes), 0, nullptr});
    }

    void connection_tracer::rollback () noexcept
    {
      close ();
      forget_loose ();

      if (changes_ != nullptr)
      {
        changes_->rolling_back ();
        changes_.reset ();
      }
    }

    // SQLite makes a statement object of what is given as text. There are few
    // types, and mostly the last one comes again.
    //
    bool connection_tracer::given_as_text (const odb::statement* s) noexcept
    {
      if (s == nullptr)
        return true;

      const std::type_info& t (typeid (*s));

      if (&t != last_type_)
      {
        last_type_ = &t;
        last_is_text_ =
          std::strstr (t.name (), "generic_statement") != nullptr;
      }

      return last_is_text_;
    }

    void connection_tracer::statement (odb::connection& c, const char* text,
                                       const odb::statement* prepared)
    {
      database_recorder* r (registry::find (c.database ()));
      last_ = prepared;

      // The database must get it even if no memory is left to read a
      // statement: else the next user of the connection would go on with the
      // transaction.
      //
      if (plain_rollback (text) &&
          (r == nullptr || current_on (c, *r) == nullptr))
      {
        if (r != nullptr && !past_.empty ())
          settle (c, sql::boundary::rollback);

        rollback ();
        return;
      }

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

        doubtful_ = doubtful_ || serializable_;
        used_.store (true, std::memory_order_relaxed);
        return;
      }

      // What is done here may execute statements, too.
      //
      statement_ptr s (found);

      if (!past_.empty ())
        settle (c, s->boundary);

      if (s->boundary == sql::boundary::none)
        used_.store (true, std::memory_order_relaxed);

      // Once it has written something it is known, whichever is current. ODB's
      // own COMMIT and ROLLBACK are sent when it is current no more.
      //
      bool known (s->boundary == sql::boundary::none && changes_ != nullptr &&
                  !changes_->over ());
      odb::transaction* t (known ? nullptr : current_on (c, *r));
      bool own (false);

      if (known && s->writes_or_commits ())
        own = within (*changes_, s, prepared);
      else if (t != nullptr && s->writes_or_commits ())
        own = within (start_recording (*r, *t), s, prepared);
      else
      {
        if (s->writes () || s->commits || (s->commits_alone && !open_))
          write_loose (*r, *s);

        boundary (c, r, s->boundary);
      }

      serializable_ = serializable_ || s->serializes;

      if (s->boundary == sql::boundary::none && !own)
        doubtful_ = doubtful_ || serializable_ || s->locks || s->writes ();
    }

    // Within a transaction of ODB's, which a boundary ends without that ODB
    // knows: whatever comes after it commits by itself. Returns whether the
    // end of an operation will tell that it succeeded.
    //
    bool connection_tracer::within (transaction_changes& changes,
                                    const statement_ptr& s,
                                    const odb::statement* prepared)
    {
      bool ends (s->commits || s->boundary != sql::boundary::none);

      if (doubtful_)
        changes.may_be_ended ();

      bool own (s->writes () && changes.write (s, given_as_text (prepared)));

      if (ends || changes.commits_early ())
        changes.committing_early ();

      return own;
    }

    void connection_tracer::boundary (odb::connection& c, database_recorder* r,
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
      database_recorder* r (registry::find (db));

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
      if (!past_.empty ())
        done (s);

      if (odb::tracer* t = next (c))
        t->deallocate (c, s);
    }
  }
}
