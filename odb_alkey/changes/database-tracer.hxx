#ifndef ODB_ALKEY_CHANGES_DATABASE_TRACER_HXX
#define ODB_ALKEY_CHANGES_DATABASE_TRACER_HXX

#include <odb/forward.hxx>
#include <odb/tracer.hxx>

namespace odb_alkey
{
  namespace changes
  {
    class connection_tracer;

    // Gives each connection of a database a connection_tracer with the first
    // statement that it executes. Calls the tracer that it replaced.
    //
    class database_tracer final: public odb::tracer
    {
    public:
      explicit database_tracer (odb::database&);
      ~database_tracer () override;

      // The database points to it.
      //
      database_tracer (const database_tracer&) = delete;
      database_tracer& operator= (const database_tracer&) = delete;

      void prepare (odb::connection&, const odb::statement&) override;
      void execute (odb::connection&, const odb::statement&) override;
      void execute (odb::connection&, const char* statement) override;
      void deallocate (odb::connection&, const odb::statement&) override;

      // The tracer that it replaced, or null.
      //
      odb::tracer* user () const noexcept
      {
        return user_;
      }

      // The tracer that the user has set on the database, before this one or
      // instead of it; null if there is none.
      //
      static odb::tracer* user_tracer (odb::database&) noexcept;

    private:
      static connection_tracer& install (odb::connection&);

      odb::database& db_;
      odb::tracer* user_;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_DATABASE_TRACER_HXX
