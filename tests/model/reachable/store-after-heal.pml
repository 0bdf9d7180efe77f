/* G3: after a crash the fence times out, and keys are storable again. */

bool healed;

inline heal (id)
{
  redis.token[id].fences & ~(young_fences (id)) ->
  tick ();
  redis.token[id].version = redis.clock;
  redis.token[id].changed = redis.clock;
  redis.token[id].fences = redis.token[id].fences & young_fences (id);
  healed = true
}

inline value_is_stored ()
{
  assert (!healed)
}

#define may_reset(w) false
