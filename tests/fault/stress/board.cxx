#include <tests/fault/stress/board.hxx>

#include <cerrno>
#include <new>
#include <system_error>

#include <sys/mman.h>

namespace stress
{
  board::board ()
      : storm (false), calm_down (false), stop (false), healthy (0),
        lose (false), fence_timeout (0), longest_commit (0), unprotected (0),
        trap (step::none), linger (0), slow (0), slow_calls (0), enrolled (0),
        workers (0), members (), round (0), era (0), go (false), url ()
  {
    for (std::atomic<std::uint64_t>& u : unsettled)
      u.store (0);

    for (std::atomic<std::int64_t>& l : longest)
      l.store (0);

    for (std::atomic<std::uint64_t>& c : counts)
      c.store (0);

    for (std::atomic<clock::rep>& d : deserted_until)
      d.store (0);

    for (commit& c : open)
    {
      c.since.store (0);
      c.subjects.store (0);
    }
  }

  std::uint64_t board::wrong () const
  {
    std::uint64_t n (0);

    for (count c :
         {count::stale, count::phantoms, count::fetch_stale,
          count::fetch_phantoms, count::fetch_mixed_up, count::fetch_set_back})
      n += (*this)[c];

    return n;
  }

  void board::desert (std::uint64_t subjects)
  {
    // A while longer than the fences of the dead.
    //
    clock::time_point until (
      clock::now () + std::chrono::microseconds (fence_timeout.load () * 2));

    for (subject s (0); s != subject_count; ++s)
      if ((subjects & bit (s)) != 0)
        deserted_until[s] = until.time_since_epoch ().count ();
  }

  bool board::deserted (subject s) const
  {
    return clock::now ().time_since_epoch ().count () < deserted_until[s];
  }

  subject board::fashion ()
  {
    using std::chrono::milliseconds;

    std::uint64_t n (
      static_cast<std::uint64_t> (std::chrono::duration_cast<milliseconds> (
                                    clock::now ().time_since_epoch ())
                                    .count () /
                                  100));

    // Items in another order than that of their ids, each as often.
    //
    return static_cast<subject> (n * 7 % item_count);
  }

  std::uint64_t board::all_unsettled () const
  {
    std::uint64_t all (0);

    for (const std::atomic<std::uint64_t>& u : unsettled)
      all |= u;

    return all;
  }

  namespace
  {
    void raise (std::atomic<std::int64_t>& most, std::int64_t to)
    {
      std::int64_t before (most.load ());

      while (before < to && !most.compare_exchange_weak (before, to))
        ;
    }

    std::int64_t in_us (board::clock::duration d)
    {
      return std::chrono::duration_cast<std::chrono::microseconds> (d)
        .count ();
    }
  }

  void board::took (library_call c, clock::time_point since)
  {
    std::int64_t us (in_us (clock::now () - since));
    raise (longest[static_cast<std::size_t> (c)], us);

    if (us >= slow)
      slow_calls.fetch_add (1, std::memory_order_relaxed);
  }

  board::member& board::enrol ()
  {
    // In a run that kills its processes the dead keep their places.
    //
    return members[enrolled.fetch_add (1) % most_processes];
  }

  void board::commit_took (clock::duration d, std::uint64_t subjects)
  {
    std::int64_t us (in_us (d));
    raise (longest_commit, us);

    if (us >= fence_timeout.load ())
    {
      add (count::overruns);
      unprotected.fetch_or (subjects);
    }
  }

  shared_board::shared_board ()
  {
    void* p (mmap (nullptr, sizeof (board), PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0));

    if (p == MAP_FAILED)
      throw std::system_error (errno, std::generic_category (), "mmap");

    board_ = new (p) board;
  }

  shared_board::~shared_board ()
  {
    munmap (board_, sizeof (board));
  }
}
