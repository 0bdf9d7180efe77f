// The cost of a write when more or less has been made of what it writes.

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <odb/transaction.hxx>

#include <odb_alkey/cache.hxx>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/commits.hxx>
#include <tests/benchmark/world.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    // An object, and the arguments of so many values that are made of it.
    //
    struct subject
    {
      typedef decltype (odb_alkey::args (odb_alkey::one<tracked_row> (0ul),
                                         0u)) arguments;

      subject (world& w, unsigned long id, unsigned n)
          : object (row<tracked_row> (*w.db, id)), name (std::to_string (n))
      {
        for (unsigned page (0); page != n; ++page)
          dependents.push_back (odb_alkey::args (
            odb_alkey::one<tracked_row> (id), unsigned (page)));
      }

      tracked_row object;
      std::string name;
      std::vector<arguments> dependents;
    };

    std::vector<std::string> compute (const std::vector<std::size_t>& missing)
    {
      return std::vector<std::string> (missing.size (), "value");
    }

    void dependents (benchmark::State& state)
    {
      static world w;
      odb_alkey::cache cache (*w.alkey);
      std::vector<subject> subjects;
      subject other (w, 1, 0);

      for (unsigned n : {1u, 10u, 100u, 1000u})
        subjects.emplace_back (w, 2 + subjects.size (), n);

      alternation a (state, 1);

      for (auto _ : state)
      {
        for (subject& s : subjects)
        {
          // All of them are there and not outdated.
          //
          cache.fetch_many (s.dependents, std::chrono::minutes (10), compute);
          std::uint64_t hits (w.alkey->stats ().value_hits);
          cache.fetch_many (s.dependents, std::chrono::minutes (10), compute);

          if (w.alkey->stats ().value_hits - hits != s.dependents.size ())
          {
            state.SkipWithError ("values are missing");
            return;
          }

          // Storing them has used all caches of the processor.
          //
          for (int i (0); i != 20; ++i)
            update (*w.db, other.object);

          w.alkey->refresh ();
          a.measure (s.name.c_str (), [&] { update (*w.db, s.object); });
          w.alkey->refresh ();
        }
      }
    }

    BENCHMARK (dependents)->Iterations (15)->Repetitions (11);
  }
}
