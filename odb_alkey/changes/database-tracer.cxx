#include <odb_alkey/changes/database-tracer.hxx>

#include <odb/connection.hxx>
#include <odb/database.hxx>
#include <odb/statement.hxx>

#include <odb_alkey/changes/connection-tracer.hxx>
#include <odb_alkey/changes/is-a.hxx>
#include <odb_alkey/changes/registry.hxx>

namespace odb_alkey
{
  namespace changes
  {
    database_tracer::database_tracer (odb::database& db)
        : db_ (db), user_ (db.tracer ())
    {
      db_.tracer (this);
    }

    database_tracer::~database_tracer ()
    {
      // The user may have set another one since.
      //
      if (db_.tracer () == this)
        db_.tracer (user_);
    }

    odb::tracer* database_tracer::user_tracer (odb::database& db) noexcept
    {
      odb::tracer* t (db.tracer ());

      if (t != nullptr && is_a<database_tracer> (*t))
        return static_cast<database_tracer*> (t)->user_;

      return t;
    }

    connection_tracer& database_tracer::install (odb::connection& c)
    {
      connection_tracer& t (registry::instance ().tracer (c));
      t.install (c);
      return t;
    }

    void database_tracer::prepare (odb::connection& c, const odb::statement& s)
    {
      if (user_ != nullptr)
        user_->prepare (c, s);
    }

    void database_tracer::execute (odb::connection& c, const odb::statement& s)
    {
      install (c).execute (c, s);
    }

    void database_tracer::execute (odb::connection& c, const char* s)
    {
      install (c).execute (c, s);
    }

    void database_tracer::deallocate (odb::connection& c,
                                      const odb::statement& s)
    {
      if (user_ != nullptr)
        user_->deallocate (c, s);
    }
  }
}
