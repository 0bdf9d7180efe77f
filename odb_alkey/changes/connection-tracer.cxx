#include <odb_alkey/changes/connection-tracer.hxx>

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

    connection_tracer* connection_tracer::of (odb::connection& c) noexcept
    {
      odb::tracer* t (c.tracer ());

      if (t != nullptr && typeid (*t) == typeid (connection_tracer))
        return static_cast<connection_tracer*> (t);

      return nullptr;
    }

    void connection_tracer::install (odb::connection& c)
    {
      // A new connection has taken over an address. What came of the COMMIT
      // of the former one is not known by anything that this one does.
      //
      close ();
      previous_.reset ();
      changes_.reset ();
      snapshot_ = stamp ();
      user_ = c.tracer ();
      c.tracer (this);
    }

    void connection_tracer::begin (odb::connection& c)
    {
      settle_previous ();
      close ();
      changes_.reset ();

      recorder* r (registry::instance ().find (c.database ()));

      if (r == nullptr)
      {
        // The plugin is gone.
        //
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
                                                     odb::transaction& t)
    {
      // Those of a former transaction whose end was not seen are over.
      //
      if (changes_ != nullptr && !changes_->over ())
        return *changes_;

      if (!open_)
      {
        snapshot_ = stamp ();
        open_ = true;
        used_.store (true, std::memory_order_relaxed);
        r.opened (*this);
      }

      changes_ptr changes (
        std::make_shared<transaction_changes> (r.shared_store ()));
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
      serial_.fetch_add (1, std::memory_order_acq_rel);
    }

    void connection_tracer::settle_previous () noexcept
    {
      if (previous_ != nullptr)
      {
        previous_->connection_went_on ();
        previous_.reset ();
      }
    }

    void connection_tracer::commit (odb::connection& c)
    {
      close ();

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
      if (registry::instance ().find (c.database ()) != nullptr)
        previous_ = std::move (changes);
    }

    void connection_tracer::forget (const token_store& s) noexcept
    {
      if (previous_ != nullptr && previous_->of (s))
        previous_.reset ();
    }

    void connection_tracer::rollback () noexcept
    {
      close ();
      settle_previous ();

      if (changes_ != nullptr)
      {
        changes_->rolling_back ();
        changes_.reset ();
      }
    }

    void connection_tracer::statement (odb::connection& c, const char* text)
    {
      switch (classify (text))
      {
      case transaction_statement::none:
        used_.store (true, std::memory_order_relaxed);
        break;
      case transaction_statement::begin:
        begin (c);
        break;
      case transaction_statement::commit:
        commit (c);
        break;
      case transaction_statement::rollback:
        rollback ();
        break;
      }
    }

    odb::tracer* connection_tracer::next (odb::connection& c) const noexcept
    {
      return user_ != nullptr ? user_
                              : database_tracer::user_tracer (c.database ());
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
      statement (c, s.text ());

      if (odb::tracer* t = next (c))
        t->execute (c, s);
    }

    void connection_tracer::execute (odb::connection& c, const char* s)
    {
      statement (c, s);

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
