#include <odb_alkey/changes/connection-tracer.hxx>

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
      // Transactions that were open when the plugin went still have an end.
      //
      sql::boundary boundary_of (const char* text)
      {
        return sql::analyse (text, sql::dialect::other).boundary;
      }

      // The text that ODB sends.
      //
      bool plain_rollback (const char* text) noexcept
      {
        return strcasecmp (text, "ROLLBACK") == 0;
      }

      // The thread's current transaction if it is the connection's, or null.
      // It is null when ODB sends its own COMMIT and ROLLBACK.
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
      // If this is a new connection at the address of a former one, it tells
      // nothing about the COMMITs of that one. If it is the same, it had
      // another tracer for a time, and what it did then is not known.
      //
      close ();
      past_.clear ();
      changes_.reset ();
      snapshot_ = detail::stamp ();
      user_ = c.tracer ();
      database_.store (&c.database (), std::memory_order_relaxed);
      c.tracer (this);
    }

    transaction_changes&
    connection_tracer::start_recording (database_recorder& r,
                                        odb::transaction& t)
    {
      // If these are over, they are of a former transaction whose end was not
      // seen.
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

      changes_ = transaction_changes::make (t, r.shared_store (),
                                            r.catalog ().dialect ());
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
        autocommit_writes_.clear ();
        c.tracer (user_);
        return;
      }

      const sql::dialect& d (r->catalog ().dialect ());

      if (d.begin_commits || was_open)
        fence_autocommit_writes (*r);

      autocommit_writes_.begin (d, was_open);

      snapshot_ = r->store ().before_snapshot ();
      open_ = true;
      used_.store (false, std::memory_order_relaxed);
      r->opened (*this);
    }

    void connection_tracer::commit (odb::connection& c, database_recorder* r)
    {
      close ();

      if (r != nullptr)
      {
        fence_autocommit_writes (*r);
        autocommit_writes_.commit (r->catalog ().dialect ());
      }
      else
        autocommit_writes_.clear ();

      if (changes_ == nullptr)
        return;

      std::shared_ptr<transaction_changes> changes (std::move (changes_));

      try
      {
        changes->committing ();
      }
      catch (...)
      {
        // ODB does not roll back after a COMMIT that was not sent. The
        // transaction would stay open, and the next user of the connection
        // would commit it.
        //
        changes->rolling_back ();
        c.execute ("ROLLBACK");
        throw;
      }

      // Without a plugin nothing settles it, and the fences expire.
      //
      if (r != nullptr)
        past_.add (std::move (changes));
    }

    void connection_tracer::rollback () noexcept
    {
      close ();
      autocommit_writes_.clear ();

      if (changes_ != nullptr)
      {
        changes_->rolling_back ();
        changes_.reset ();
      }
    }

    void connection_tracer::goes_on (database_recorder& r,
                                     sql::boundary b) noexcept
    {
      if (!past_.empty ())
        past_.connection_goes_on (r.catalog ().dialect (), b);
    }

    void connection_tracer::fence_autocommit_writes (database_recorder& r)
    {
      if (autocommit_writes_.empty ())
        return;

      past_.reserve ();
      past_.add (autocommit_writes_.committing (r.shared_store ()),
                 texts_.contain (statement_) ? statement_ : nullptr);
    }

    void connection_tracer::statement (odb::connection& c, const char* text,
                                       const odb::statement* s)
    {
      database_recorder* r (registry::find (c.database ()));
      statement_ = s;

      // The database must get a ROLLBACK even if there is no memory to read
      // it: else the next user of the connection would continue the
      // transaction.
      //
      if (plain_rollback (text) &&
          (r == nullptr || current_on (c, *r) == nullptr))
      {
        if (r != nullptr)
          goes_on (*r, sql::boundary::rollback);

        rollback ();
        return;
      }

      if (r == nullptr)
      {
        check_moved (c, text);
        boundary (c, nullptr, boundary_of (text));
        return;
      }

      const statement_ptr& found (statements_.find (text, r->catalog ()));

      if (found != nullptr)
      {
        // The copy lives on if statements are executed from here.
        //
        meaningful (c, *r, statement_ptr (found));
        return;
      }

      goes_on (*r, sql::boundary::none);
      doubtful_ = doubtful_ || serializable_;
      used_.store (true, std::memory_order_relaxed);
    }

    // No plugin is bound to the database. It may have been moved from one that
    // has a plugin.
    //
    void connection_tracer::check_moved (odb::connection& c, const char* text)
    try
    {
      database_tracer::check_statement (c.database (), text);
    }
    catch (...)
    {
      // The transaction would stay open after a COMMIT that was not sent.
      //
      if (open_ && boundary_of (text) == sql::boundary::commit)
        c.execute ("ROLLBACK");

      throw;
    }

    void connection_tracer::meaningful (odb::connection& c,
                                        database_recorder& r,
                                        const statement_ptr& s)
    {
      bool ends_or_begins (s->boundary != sql::boundary::none);
      goes_on (r, s->boundary);

      if (!ends_or_begins)
        used_.store (true, std::memory_order_relaxed);

      // A transaction of ODB's that has written something is known, even if
      // another one is the thread's current one. A boundary may be ODB's own,
      // for which there is no current one.
      //
      bool known (!ends_or_begins && changes_ != nullptr &&
                  !changes_->over ());
      odb::transaction* t (known ? nullptr : current_on (c, r));
      bool own (false);

      if (known && s->writes_or_commits ())
        own = within (*changes_, s);
      else if (t != nullptr && s->writes_or_commits ())
        own = within (start_recording (r, *t), s);
      else
      {
        if (s->writes ())
          autocommit_writes_.add (r.store (), *s);

        if (s->writes () || s->commits || (s->commits_alone && !open_))
          fence_autocommit_writes (r);

        boundary (c, &r, s->boundary);
      }

      serializable_ = serializable_ || s->serializes;

      if (!ends_or_begins && !own)
        doubtful_ = doubtful_ || serializable_ || s->locks || s->writes ();
    }

    // The statement is within a transaction of ODB's. If it begins or ends one
    // all the same, ODB does not know, and everything after it may commit by
    // itself. Returns true if the end of an operation will show that the
    // statement succeeded.
    //
    bool connection_tracer::within (transaction_changes& changes,
                                    const statement_ptr& s)
    {
      bool ends (s->commits || s->boundary != sql::boundary::none);

      if (doubtful_)
        changes.may_be_ended ();

      bool own (s->writes () &&
                changes.write (s, texts_.contain (statement_)));

      if (ends || changes.commits_early ())
        changes.committing_early ();
      else
        changes.executing ();

      return own;
    }

    void connection_tracer::forget (const odb::database& db,
                                    const tokens::token_store& s) noexcept
    {
      if (database_.load (std::memory_order_relaxed) != &db)
        return;

      autocommit_writes_.forget (s);
      past_.forget (s);
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

      // Mostly the database's tracer is the plugin's, and its type need not be
      // looked up.
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
        past_.deallocating (s);

      if (odb::tracer* t = next (c))
        t->deallocate (c, s);
    }
  }
}
