#include <tests/fault/stress/disturbance.hxx>

namespace stress
{
  disturbance::disturbance (const std::string& redis_url, board& b)
      : redis_ (redis_url), counts_ (b)
  {
  }

  void disturbance::evict (subject s)
  {
    std::string token (s < item_count
                         ? "alkey:alkey:item#" + std::to_string (item_id (s))
                         : "alkey:alkey:box#" + std::to_string (box_id (s)));

    odb_alkey::redis::reply r (
      redis_.command ({"EVAL",
                       "if redis.call ('PTTL', KEYS[1]) > 0 then "
                       "  return redis.call ('DEL', KEYS[1]) "
                       "end "
                       "return 0",
                       "1", token}));

    if (r.number () == 1)
      counts_.add (count::evictions);
  }

  void disturbance::lose (chance& random)
  {
    redis_.command ({"EVAL",
                     "for _, key in ipairs (redis.call ('KEYS', ARGV[1])) do "
                     "  if not string.find (key, '^alkey:value:') and "
                     "     not string.find (key, '^alkey:lease:') then "
                     "    redis.call ('DEL', key) "
                     "  end "
                     "end",
                     "0", random.one_in (4) ? "alkey:origin" : "alkey:*"});
    counts_.add (count::losses);
  }

  void disturbance::disconnect ()
  {
    redis_.command ({"CLIENT", "KILL", "TYPE", "normal"});
    counts_.add (count::disconnections);
  }
}
