// Redis' work for hot keys in several processes, with and without near tables.
//
//   near-load [PROCESSES [SECONDS]]
//
// Prints a table in Markdown. Each process asks for keys of one object each,
// all at the same rate or as fast as they can, while Redis' own counters are
// looked at.

#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <odb/sqlite/database.hxx>

#include <odb_alkey/plugin.hxx>

#include <tests/support/redis-setup.hxx>

#include "rows-odb.hxx"

namespace
{
  using std::chrono::milliseconds;
  using std::chrono::steady_clock;

  // The objects that a process asks for, one after another or as Zipf has it,
  // where the n-th of them is asked for 1 / n times as often as the first. A
  // rate of 0 is as fast as it can.
  //
  struct load
  {
    const char* name;
    unsigned long objects;
    bool skewed;
    unsigned rate;
  };

  const load loads[] = {
    {"1,000 objects in turn, as fast as it can", 1000, false, 0},
    {"1,000 objects in turn, 20,000 keys/s", 1000, false, 20000},
    {"1,000 objects by Zipf, 20,000 keys/s", 1000, true, 20000},
    {"1,000 objects by Zipf, 2,000 keys/s", 1000, true, 2000},
    {"10 objects in turn, 2,000 keys/s", 10, false, 2000}};

  const int lengths[] = {0, 5, 50};

  // In memory that the processes share.
  //
  struct alignas (64) process_state
  {
    std::atomic<std::uint64_t> keys {0};
    std::atomic<std::uint64_t> near {0};
    std::atomic<std::uint64_t> nanoseconds {0}; // Of processor time.
    std::atomic<std::uint64_t> not_storable {0};
    std::atomic<bool> ready {false};
    std::atomic<bool> end {false};
  };

  struct unmapping
  {
    std::size_t bytes;

    void operator() (process_state* p) const noexcept
    {
      munmap (p, bytes);
    }
  };

  typedef std::unique_ptr<process_state[], unmapping> shared_states;

  shared_states share (unsigned processes)
  {
    const std::size_t bytes (processes * sizeof (process_state));
    void* p (mmap (nullptr, bytes, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0));

    if (p == MAP_FAILED)
      throw std::bad_alloc ();

    return shared_states (new (p) process_state[processes], {bytes});
  }

  // The order in which a process asks for objects: 1 to the number of them.
  //
  std::vector<unsigned long> order (const load& l, unsigned process)
  {
    std::vector<unsigned long> r;

    if (l.skewed)
    {
      std::vector<double> weights;

      for (unsigned long n (1); n <= l.objects; ++n)
        weights.push_back (1.0 / static_cast<double> (n));

      std::mt19937 random (process + 1);
      std::discrete_distribution<unsigned long> d (weights.begin (),
                                                   weights.end ());

      for (unsigned long n (0); n != 65536; ++n)
        r.push_back (1 + d (random));
    }
    else
      // Processes begin at different objects.
      //
      for (unsigned long n (0); n != l.objects; ++n)
        r.push_back (1 + (n + process * 101) % l.objects);

    return r;
  }

  std::uint64_t processor_time ()
  {
    timespec t;
    clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<std::uint64_t> (t.tv_sec) * 1000000000 +
           static_cast<std::uint64_t> (t.tv_nsec);
  }

  // Whoever is late for its rate does not catch up.
  //
  class pace
  {
  public:
    explicit pace (unsigned rate)
        : at_once_ (rate == 0 ? 100 : rate / 1000), steady_ (rate != 0)
    {
    }

    unsigned next ()
    {
      if (steady_)
      {
        const steady_clock::time_point now (steady_clock::now ());
        next_ += milliseconds (1);

        if (next_ < now)
          next_ = now;
        else
          std::this_thread::sleep_until (next_);
      }

      return at_once_;
    }

  private:
    const unsigned at_once_;
    const bool steady_;
    steady_clock::time_point next_ {steady_clock::now ()};
  };

  void ask (const load& l, int length, const std::string& url,
            unsigned process, process_state& s)
  {
    odb::sqlite::database db (":memory:");
    odb_alkey::plugin alkey (db, tests::patient_options (url));

    if (length != 0)
      alkey.near<tracked_row> (milliseconds (length));

    const std::vector<unsigned long> ids (order (l, process));
    std::size_t at (0);

    // Makes all tokens, and lists the table.
    //
    std::vector<decltype (odb_alkey::one<tracked_row> (1ul))> every;

    for (unsigned long id (1); id <= l.objects; ++id)
      every.push_back (odb_alkey::one<tracked_row> (id));

    alkey.cache_key (every);
    s.ready = true;

    for (pace p (l.rate); !s.end.load (std::memory_order_relaxed);)
    {
      const unsigned n (p.next ());
      unsigned bad (0);

      for (unsigned i (0); i != n; ++i)
      {
        odb_alkey::key k (
          alkey.cache_key (odb_alkey::one<tracked_row> (ids[at])));
        at = at + 1 != ids.size () ? at + 1 : 0;
        bad += k.storable () ? 0 : 1;
      }

      s.keys.fetch_add (n, std::memory_order_relaxed);
      s.near.store (alkey.stats ().near_keys, std::memory_order_relaxed);
      s.nanoseconds.store (processor_time (), std::memory_order_relaxed);
      s.not_storable.fetch_add (bad, std::memory_order_relaxed);
    }
  }

  struct sample
  {
    steady_clock::time_point when;
    double keys = 0;
    double near = 0;
    double commands = 0;
    double redis = 0; // Processor time in seconds.
    double processes = 0;
    double not_storable = 0;
  };

  double used_cpu (redis_server& redis)
  {
    double r (0);

    for (const char* field : {"used_cpu_user", "used_cpu_sys"})
      r += std::strtod (tests::info (redis, "cpu", field).c_str (), nullptr);

    return r;
  }

  sample take (redis_server& redis, const process_state* all,
               unsigned processes)
  {
    sample r;
    r.when = steady_clock::now ();
    r.redis = used_cpu (redis);
    r.commands = static_cast<double> (tests::commands (redis));

    for (unsigned i (0); i != processes; ++i)
    {
      r.keys += static_cast<double> (all[i].keys);
      r.processes += static_cast<double> (all[i].nanoseconds) / 1e9;
      r.near += static_cast<double> (all[i].near);
      r.not_storable += static_cast<double> (all[i].not_storable);
    }

    return r;
  }

  void print (const load& l, int length, unsigned processes, const sample& a,
              const sample& b)
  {
    const double seconds (
      std::chrono::duration<double> (b.when - a.when).count ());
    const double keys (b.keys - a.keys);

    std::printf (
      "| %s | %s | %.0f | %.1f%% | %.0f | %.2f s | %.2f s |\n", l.name,
      length == 0 ? "no" : (std::to_string (length) + " ms").c_str (),
      keys / seconds / processes, 100 * (b.near - a.near) / keys,
      1e6 * (b.commands - a.commands) / keys, 1e6 * (b.redis - a.redis) / keys,
      1e6 * (b.processes - a.processes) / keys);
    std::fflush (stdout);
  }

  void run (const load& l, int length, unsigned processes,
            std::chrono::duration<double> time)
  {
    redis_server redis;
    tests::settle (redis);
    const shared_states all (share (processes));
    std::vector<pid_t> children;

    // Each process has a plugin of its own, made after the fork.
    //
    for (unsigned i (0); i != processes; ++i)
    {
      const pid_t pid (fork ());

      if (pid == 0)
      {
        alarm (600);

        try
        {
          ask (l, length, redis.url (), i, all[i]);
          _exit (0);
        }
        catch (const std::exception& e)
        {
          std::fprintf (stderr, "%s\n", e.what ());
          all[i].ready = true;
          _exit (1);
        }
      }

      children.push_back (pid);
    }

    for (unsigned i (0); i != processes; ++i)
      while (!all[i].ready)
        std::this_thread::sleep_for (milliseconds (10));

    std::this_thread::sleep_for (milliseconds (500));

    const sample a (take (redis, all.get (), processes));
    std::this_thread::sleep_for (time);
    const sample b (take (redis, all.get (), processes));

    bool good (true);

    for (unsigned i (0); i != processes; ++i)
      all[i].end = true;

    for (pid_t pid : children)
    {
      int status (1);
      good = waitpid (pid, &status, 0) == pid && status == 0 && good;
    }

    if (!good || b.not_storable != a.not_storable)
      throw std::runtime_error ("a process failed, or keys are not storable");

    print (l, length, processes, a, b);
  }
}

int main (int argc, char** argv)
try
{
  const unsigned processes (
    argc > 1 ? static_cast<unsigned> (std::atoi (argv[1])) : 10);
  const double seconds (argc > 2 ? std::atof (argv[2]) : 3);

  if (argc > 3 || processes == 0 || seconds <= 0)
  {
    std::fprintf (stderr, "usage: near-load [PROCESSES [SECONDS]]\n");
    return 1;
  }

  std::printf ("%u processes, %.1f s each\n\n"
               "| load of each process | near | keys/s of each process | "
               "without asking | commands per million keys | Redis' processor "
               "time for these | that of the processes |\n"
               "|---|---|---:|---:|---:|---:|---:|\n",
               processes, seconds);

  for (const load& l : loads)
    for (int length : lengths)
      run (l, length, processes, std::chrono::duration<double> (seconds));

  return 0;
}
catch (const std::exception& e)
{
  std::fprintf (stderr, "%s\n", e.what ());
  return 1;
}
