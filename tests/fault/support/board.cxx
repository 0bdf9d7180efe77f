#include <tests/fault/support/board.hxx>

namespace workload
{
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
    auto n (clock::now ().time_since_epoch () /
            std::chrono::milliseconds (100));

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

  void board::took (clock::time_point since)
  {
    std::int64_t us (in_us (clock::now () - since));
    raise (longest, us);

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
}
