#ifndef ODB_ALKEY_CHANGES_REGISTRY_HXX
#define ODB_ALKEY_CHANGES_REGISTRY_HXX

#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include <odb/forward.hxx>

#include <odb_alkey/support/fork.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    class token_store;
  }

  namespace changes
  {
    class connection_tracer;
    class database_recorder;
    class database_tracer;

    // From databases to the plugins that are bound to them, and from
    // connections to their tracers: the only state of the library that is
    // global, since ODB hands to a callback nothing but the database.
    //
    // Any thread may look up, without a lock; lookups of a database must not
    // overlap with unbinding the same one.
    //
    class registry final: private support::fork_aware
    {
    public:
      // Never destroyed: connections of a static database may end later than
      // any static object of this library.
      //
      static registry& instance ()
      {
        static registry& r (make ());
        return r;
      }

      // False if another one is bound to the database.
      //
      bool bind (odb::database&, database_recorder&);

      // After this, the tracers, which are never freed, hold nothing of the
      // store.
      //
      void unbind (odb::database&, const tokens::token_store&) noexcept;

      // Null if no plugin is bound to the database.
      //
      static database_recorder* find (odb::database& db) noexcept
      {
        for (const node* n (first_.load (std::memory_order_acquire));
             n != nullptr; n = n->next)
        {
          if (n->db.load (std::memory_order_acquire) == &db)
            return n->bound;
        }

        return nullptr;
      }

      // The connection's tracer, which is made with the first call.
      //
      connection_tracer& tracer (odb::connection&);

      // Keeps the tracer of a database as long as the program runs.
      //
      database_tracer& keep (std::unique_ptr<database_tracer>);

    private:
      // Nodes are never freed, but used again: lookups take no lock.
      //
      struct node
      {
        std::atomic<odb::database*> db {nullptr};
        database_recorder* bound = nullptr;
        node* next = nullptr;
      };

      registry ();
      ~registry ();

      static registry& make ();

      void before_fork () noexcept override;
      void after_fork (bool child) noexcept override;

      static std::atomic<node*> first_;

      std::mutex mutex_;
      std::unordered_map<odb::connection*, std::unique_ptr<connection_tracer>>
        tracers_;
      std::vector<std::unique_ptr<database_tracer>> database_tracers_;
      support::fork_registration registration_ {*this};
    };
  }
}

#endif // ODB_ALKEY_CHANGES_REGISTRY_HXX
