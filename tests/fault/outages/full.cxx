#include <tests/fault/outages/full.hxx>

#include <cerrno>
#include <system_error>

#include <signal.h>
#include <sys/resource.h>

#include <tests/support/await.hxx>
#include <tests/support/redis-setup.hxx>

namespace outages
{
  namespace
  {
    void limit_files (const redis_server& s, bool limited)
    {
      rlimit l;

      if (prlimit (s.pid (), RLIMIT_FSIZE, nullptr, &l) != 0)
        throw std::system_error (errno, std::generic_category (), "prlimit");

      l.rlim_cur = limited ? 1 : l.rlim_max;

      if (prlimit (s.pid (), RLIMIT_FSIZE, &l, nullptr) != 0)
        throw std::system_error (errno, std::generic_category (), "prlimit");
    }

    void await_files (redis_server& s, const std::string& field,
                      const std::string& value)
    {
      tests::await (
        "Redis' files",
        [&] { return tests::info (s, "persistence", field) == value; });
    }
  }

  // Programs that are started inherit it.
  //
  void survive_full_disk ()
  {
    signal (SIGXFSZ, SIG_IGN);
  }

  void write_to_disk (site& s, const std::string& appendfsync)
  {
    tests::configure (s.redis (), "appendfsync", appendfsync);
    tests::configure (s.redis (), "appendonly", "yes");
    await_files (s.redis (), "aof_rewrite_scheduled", "0");
    await_files (s.redis (), "aof_rewrite_in_progress", "0");
  }

  void fill_disk (site& s)
  {
    limit_files (s.redis (), true);
  }

  void empty_disk (site& s)
  {
    limit_files (s.redis (), false);
    await_files (s.redis (), "aof_last_write_status", "ok");
    tests::configure (s.redis (), "appendonly", "no");
  }

  namespace
  {
    std::string filler (int i)
    {
      return "filler:" + std::to_string (i);
    }

    const int fillers (100);
  }

  // What it uses depends on its clients, too: less by a lot.
  //
  void fill_memory (site& s, const std::string& policy)
  {
    const std::string value (10000, 'x');

    for (int i (0); i != fillers; ++i)
      tests::order (s.redis (), {"SET", filler (i), value, "EX", "1000"});

    unsigned long long used (
      std::stoull (tests::info (s.redis (), "memory", "used_memory")));
    tests::configure (s.redis (), "maxmemory-policy", policy);
    tests::configure (s.redis (), "maxmemory", std::to_string (used - 500000));
  }

  void empty_memory (site& s)
  {
    tests::configure (s.redis (), "maxmemory", "0");

    for (int i (0); i != fillers; ++i)
      tests::order (s.redis (), {"DEL", filler (i)});
  }

  // But the origin, without which no key is of use.
  //
  void evict_tokens (site& s, const std::string& policy)
  {
    const bool volatile_only (policy.compare (0, 8, "allkeys-") != 0);

    tests::configure (s.redis (), "maxmemory-policy", policy);
    tests::order (
      s.redis (),
      {"EVAL",
       "for _, key in ipairs (redis.call ('KEYS', 'alkey:alkey:*')) do "
       "  if ARGV[1] == '0' or redis.call ('PTTL', key) > 0 then "
       "    redis.call ('DEL', key) "
       "  end "
       "end",
       "0", volatile_only ? "1" : "0"});
  }
}
