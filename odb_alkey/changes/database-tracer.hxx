#ifndef ODB_ALKEY_CHANGES_DATABASE_TRACER_HXX
#define ODB_ALKEY_CHANGES_DATABASE_TRACER_HXX

#include <atomic>

#include <odb/forward.hxx>
#include <odb/tracer.hxx>

namespace odb_alkey
{
  namespace changes
  {
    class connection_tracer;
    class database_recorder;

    // Gives each connection of a database a connection_tracer with the first
    // statement that it executes. Calls the tracer that it replaced.
    //
    // A database may be moved, and another one attached to it, which copies
    // its tracer; ODB tells of neither. The plugin's end would have to look at
    // a database that may be gone. So a tracer is never freed and stays set.
    // Once the plugin is gone, it only calls the one that it replaced.
    //
    class database_tracer final: public odb::tracer
    {
    public:
      // Sets one on the database, or uses one that a former plugin has left
      // there. Throws odb_alkey::exception if it is in use: then another
      // database has a plugin, and this one was moved from it or is attached
      // to it.
      //
      static database_tracer& install (odb::database&, database_recorder&);

      // The database points to it.
      //
      database_tracer (const database_tracer&) = delete;
      database_tracer& operator= (const database_tracer&) = delete;

      // Stops tracing for the plugin, without touching the database.
      //
      void release () noexcept;

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

      // A database without a plugin may have been moved from one that has a
      // plugin, or be attached to one. refuse () throws odb_alkey::exception,
      // which says so. check_operation () calls it for any operation on a
      // tracked object, and check_statement () for a statement that the plugin
      // would act on. A statement that concerns only other tables goes
      // through.
      //
      [[noreturn]] static void refuse ();
      static void check_operation (odb::database&);
      static void check_statement (odb::database&, const char* text);

      // Throws odb_alkey::exception if this is the tracer of another database
      // as well, since that one is attached: its transactions may serve both,
      // and ODB does not show that they do.
      //
      void check_transaction (odb::database& of_transaction) const;

    private:
      explicit database_tracer (odb::tracer* user): user_ (user) {}

      static database_tracer* of (odb::database&) noexcept;
      static database_recorder* recorder_of (odb::database&) noexcept;
      bool traces (odb::connection&, const char* text);

      std::atomic<database_recorder*> recorder_ {nullptr};
      odb::tracer* const user_;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_DATABASE_TRACER_HXX
