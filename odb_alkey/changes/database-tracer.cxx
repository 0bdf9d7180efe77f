#include <odb_alkey/changes/database-tracer.hxx>

#include <memory>

#include <odb/connection.hxx>
#include <odb/database.hxx>
#include <odb/statement.hxx>

#include <odb_alkey/changes/connection-tracer.hxx>
#include <odb_alkey/changes/database-recorder.hxx>
#include <odb_alkey/changes/is-a.hxx>
#include <odb_alkey/changes/registry.hxx>
#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  namespace changes
  {
    namespace
    {
      connection_tracer& install_on (odb::connection& c)
      {
        connection_tracer& t (registry::instance ().tracer (c));
        t.install (c);
        return t;
      }
    }

    void database_tracer::refuse ()
    {
      throw exception (
        "a plugin is bound to the database that this one was moved from or "
        "is attached to, and the plugin does not see this one: move a "
        "database before you bind a plugin to it, and keep tracked classes "
        "out of attached databases");
    }

    database_tracer* database_tracer::of (odb::database& db) noexcept
    {
      odb::tracer* t (db.tracer ());

      return t != nullptr && is_a<database_tracer> (*t)
               ? static_cast<database_tracer*> (t)
               : nullptr;
    }

    database_tracer& database_tracer::install (odb::database& db,
                                               database_recorder& r)
    {
      database_tracer* t (of (db));

      if (t == nullptr)
        t = &registry::instance ().keep (std::unique_ptr<database_tracer> (
          new database_tracer (db.tracer ())));

      database_recorder* none (nullptr);

      if (!t->recorder_.compare_exchange_strong (none, &r))
        refuse ();

      db.tracer (t);
      return *t;
    }

    void database_tracer::release () noexcept
    {
      recorder_.store (nullptr, std::memory_order_release);
    }

    odb::tracer* database_tracer::user_tracer (odb::database& db) noexcept
    {
      database_tracer* t (of (db));
      return t != nullptr ? t->user_ : db.tracer ();
    }

    // The recorder whose tracer is set on the database; null if there is none.
    //
    database_recorder*
    database_tracer::recorder_of (odb::database& db) noexcept
    {
      database_tracer* t (of (db));
      return t != nullptr ? t->recorder_.load (std::memory_order_acquire)
                          : nullptr;
    }

    void database_tracer::check_operation (odb::database& db)
    {
      if (recorder_of (db) != nullptr)
        refuse ();
    }

    void database_tracer::check_statement (odb::database& db, const char* text)
    {
      database_recorder* r (recorder_of (db));

      if (r == nullptr)
        return;

      const statement_ptr s (
        statement_cache::understand (text, r->catalog ()));

      // A ROLLBACK has to reach the database.
      //
      if (s != nullptr && s->boundary != sql::boundary::rollback &&
          (s->affects_tracked () || s->commits ||
           s->boundary != sql::boundary::none))
        refuse ();
    }

    void database_tracer::check_transaction (odb::database& db) const
    {
      if (of (db) == this)
        throw exception (
          "this transaction was begun by a database that is attached to the "
          "one with the plugin: begin it by that one, or by its connection");
    }

    // Returns true if the connection is one of the database that a plugin is
    // bound to.
    //
    bool database_tracer::traces (odb::connection& c, const char* text)
    {
      database_recorder* r (recorder_.load (std::memory_order_acquire));

      if (r == nullptr)
        return false;

      if (&r->database () == &c.database ())
        return true;

      check_statement (c.database (), text);
      return false;
    }

    void database_tracer::prepare (odb::connection& c, const odb::statement& s)
    {
      if (user_ != nullptr)
        user_->prepare (c, s);
    }

    void database_tracer::execute (odb::connection& c, const odb::statement& s)
    {
      if (traces (c, s.text ()))
        install_on (c).execute (c, s);
      else if (user_ != nullptr)
        user_->execute (c, s);
    }

    void database_tracer::execute (odb::connection& c, const char* s)
    {
      if (traces (c, s))
        install_on (c).execute (c, s);
      else if (user_ != nullptr)
        user_->execute (c, s);
    }

    void database_tracer::deallocate (odb::connection& c,
                                      const odb::statement& s)
    {
      if (user_ != nullptr)
        user_->deallocate (c, s);
    }
  }
}
