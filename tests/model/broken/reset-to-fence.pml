/* Broken: a reset takes the tick of the fence instead of a new one.
 *
 * After the fence a reader begins and loads x. The commit lands and is reset,
 * to a tick that the reader's stamp includes: it stores the old value under
 * the new key.
 */
byte fenced_at[COMMITS];

inline fence (id, w)
{
  tick ();
  if
  :: !redis.token[id].exists -> create (id)
  :: else
  fi;
  redis.token[id].fences = redis.token[id].fences | bit (w);
  fenced_at[w] = redis.clock
}

inline reset (id, w)
{
  redis.token[id].exists = true;
  redis.token[id].version = fenced_at[w];
  redis.token[id].changed = fenced_at[w];
  redis.token[id].fences = redis.token[id].fences & ~bit (w)
}
