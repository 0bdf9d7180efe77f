#ifndef TESTS_FAULT_SUPPORT_BOARD_HXX
#define TESTS_FAULT_SUPPORT_BOARD_HXX

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include <tests/fault/support/subject.hxx>

namespace workload
{
  enum class count
  {
#define COUNT(name, words) name,
#include <tests/fault/support/counts.def>
#undef COUNT
    size
  };

  const unsigned most_writers = 16;
  const unsigned most_processes = 64;

  // Where in a commit a writer waits for something to happen: after the fence
  // was confirmed or not, and before the reset.
  //
  enum class step
  {
    none,
    before_commit,
    after_commit,
    reached
  };

  // The memory that the processes of a run share. They all come from the same
  // program, by fork, and its clock is the same in all of them.
  //
  struct board
  {
    typedef std::chrono::steady_clock clock;

    void add (count c, std::uint64_t n = 1)
    {
      counts[static_cast<std::size_t> (c)].fetch_add (
        n, std::memory_order_relaxed);
    }

    std::uint64_t operator[] (count c) const
    {
      return counts[static_cast<std::size_t> (c)].load (
        std::memory_order_relaxed);
    }

    // Found, or returned, that must not have been.
    //
    std::uint64_t wrong () const;

    // A COMMIT of these subjects has taken from before its fence until now at
    // most. If that is longer than fences last, the protocol promises nothing
    // about them any more.
    //
    void commit_took (clock::duration, std::uint64_t subjects);

    std::atomic<std::uint64_t> counts[static_cast<std::size_t> (count::size)];

    // Writers may die in the middle of commits; they are to end; everybody is
    // to end.
    //
    std::atomic<bool> storm;
    std::atomic<bool> calm_down;
    std::atomic<bool> stop;

    // Pages whose keys were storable after the last writer had ended.
    //
    std::atomic<std::uint64_t> healthy;

    // Redis is to lose its tokens in the middle of the next commit.
    //
    std::atomic<bool> lose;

    // Their writer died in the middle of a commit: nobody writes these
    // subjects for a while, so that it shows what becomes of them.
    //
    void desert (std::uint64_t subjects);
    bool deserted (subject) const;

    // The item that everybody is interested in at present.
    //
    static subject fashion ();

    std::atomic<clock::rep> deserted_until[subject_count];

    // In microseconds.
    //
    std::atomic<std::int64_t> fence_timeout;
    std::atomic<std::int64_t> longest_commit;

    // Subjects that a commit wrote which took too long.
    //
    std::atomic<std::uint64_t> unprotected;

    // The commit that each writer is in: since when, or 0.
    //
    struct commit
    {
      std::atomic<clock::rep> since;
      std::atomic<std::uint64_t> subjects;
    };

    commit open[most_writers];

    // Something is to happen to Redis at this step of a commit. A writer that
    // comes to it says so, and waits until it is none, and so much longer, in
    // microseconds.
    //
    std::atomic<step> trap;
    std::atomic<std::int64_t> linger;

    // The subjects that each writer has committed, or is about to commit, and
    // that Redis was not told of. The writer clears them when Redis has been
    // told.
    //
    std::atomic<std::uint64_t> unsettled[most_writers];
    std::uint64_t all_unsettled () const;

    // A call of the library has taken from then until now: making a key or
    // asking for a token; a fetch, without what it computes; a commit, before
    // and after its COMMIT. The longest took so long, in microseconds, since
    // somebody set it to 0; so many took longer than is usual.
    //
    void took (clock::time_point since);

    std::atomic<std::int64_t> longest;
    std::atomic<std::int64_t> slow;
    std::atomic<std::uint64_t> slow_calls;

    // The state of each process's plugin, and the round in which it told so.
    //
    struct member
    {
      std::atomic<std::uint64_t> unique;
      std::atomic<std::uint64_t> pending;
      std::atomic<std::uint64_t> down;
      std::atomic<std::uint64_t> round;
    };

    member& enrol ();

    // How many processes there are, and threads that work.
    //
    std::atomic<unsigned> enrolled;
    std::atomic<unsigned> workers;
    member members[most_processes];
    std::atomic<std::uint64_t> round;

    // When it changes, what was used before is not to be found again.
    //
    std::atomic<std::uint64_t> era;

    // Where Redis is to be found, from go on.
    //
    std::atomic<bool> go;
    char url[256];
  };
}

#endif // TESTS_FAULT_SUPPORT_BOARD_HXX
