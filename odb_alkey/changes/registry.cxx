#include <odb_alkey/changes/registry.hxx>

#include <utility>

#include <odb_alkey/changes/connection-tracer.hxx>
#include <odb_alkey/changes/database-tracer.hxx>

namespace odb_alkey
{
  namespace changes
  {
    std::atomic<registry::node*> registry::first_ {nullptr};

    registry::registry () = default;
    registry::~registry () = default;

    registry& registry::make ()
    {
      return *new registry;
    }

    bool registry::bind (odb::database& db, database_recorder& r)
    {
      std::lock_guard<std::mutex> l (mutex_);
      node* free (nullptr);

      for (node* n (first_.load (std::memory_order_relaxed)); n != nullptr;
           n = n->next)
      {
        odb::database* d (n->db.load (std::memory_order_relaxed));

        if (d == &db)
          return false;

        if (d == nullptr)
          free = n;
      }

      if (free == nullptr)
      {
        free = new node;
        free->next = first_.load (std::memory_order_relaxed);
        free->bound = &r;
        free->db.store (&db, std::memory_order_release);
        first_.store (free, std::memory_order_release);
      }
      else
      {
        free->bound = &r;
        free->db.store (&db, std::memory_order_release);
      }

      return true;
    }

    void registry::unbind (odb::database& db,
                           const tokens::token_store& s) noexcept
    {
      std::lock_guard<std::mutex> l (mutex_);

      for (node* n (first_.load (std::memory_order_relaxed)); n != nullptr;
           n = n->next)
      {
        if (n->db.load (std::memory_order_relaxed) == &db)
          n->db.store (nullptr, std::memory_order_release);
      }

      for (auto& t : tracers_)
        t.second->forget (db, s);
    }

    connection_tracer& registry::tracer (odb::connection& c)
    {
      std::lock_guard<std::mutex> l (mutex_);
      std::unique_ptr<connection_tracer>& t (tracers_[&c]);

      if (t == nullptr)
        t.reset (new connection_tracer);

      return *t;
    }

    database_tracer& registry::keep (std::unique_ptr<database_tracer> t)
    {
      std::lock_guard<std::mutex> l (mutex_);
      database_tracers_.push_back (std::move (t));
      return *database_tracers_.back ();
    }

    void registry::before_fork () noexcept
    {
      mutex_.lock ();
    }

    void registry::after_fork (bool) noexcept
    {
      mutex_.unlock ();
    }
  }
}
