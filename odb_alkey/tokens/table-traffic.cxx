#include <odb_alkey/tokens/table-traffic.hxx>

#include <algorithm>
#include <memory>
#include <new>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace odb_alkey
{
  namespace tokens
  {
    const std::size_t table_traffic::most;

    table_traffic::~table_traffic ()
    {
      for (std::atomic<table*>& t : tables_)
        delete t.load (std::memory_order_acquire);
    }

    table_traffic::table* table_traffic::of (const char* name,
                                             std::size_t size) noexcept
    try
    {
      std::unique_ptr<table> made;
      const std::size_t first (
        static_cast<std::size_t> (XXH3_64bits (name, size)));

      for (std::size_t n (0); n != most; ++n)
      {
        std::atomic<table*>& place (tables_[(first + n) % most]);
        table* there (place.load (std::memory_order_acquire));

        if (there == nullptr)
        {
          if (made == nullptr)
            made.reset (new table (std::string (name, size)));

          if (place.compare_exchange_strong (there, made.get (),
                                             std::memory_order_acq_rel))
            return made.release ();
        }

        if (there->name.compare (0, std::string::npos, name, size) == 0)
          return there;
      }

      return nullptr;
    }
    catch (const std::bad_alloc&)
    {
      return nullptr;
    }

    std::vector<const table_traffic::table*> table_traffic::all () const
    {
      std::vector<const table*> r;

      for (const std::atomic<table*>& t : tables_)
        if (const table* there = t.load (std::memory_order_acquire))
          r.push_back (there);

      std::sort (r.begin (), r.end (),
                 [] (const table* a, const table* b)
                 { return a->name < b->name; });

      return r;
    }
  }
}
