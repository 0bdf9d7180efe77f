/* maxmemory-policy allkeys-*: every token may vanish at any moment, with the
 * fences in it. So whatever creates a token, be it a reader, a fence or a
 * reset, gives it a fence of its own. That is old when every commit that was
 * in flight at the creation is settled, and no reset removes it.
 */
inline create (id)
{
  redis.token[id].exists = true;
  redis.token[id].version = redis.clock;
  redis.token[id].changed = redis.clock;
  redis.token[id].fences = young_commits (id) << 4
}

#define young_fences(id) (young_commits (id) | (young_commits (id) << 4))

#define may_vanish(id) true
