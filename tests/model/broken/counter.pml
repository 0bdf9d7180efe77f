/* Broken: a token counts its fences instead of listing them, even if the
 * counter heals only when nothing at all is in flight.
 *
 * Two commits fence x. The reset of one is sent twice, because the reply was
 * lost. The counter is zero, and the other is uncovered, as when a reset
 * removes every fence.
 */
inline fence (id, w)
{
  tick ();
  if
  :: !redis.token[id].exists -> create (id)
  :: else
  fi;
  redis.token[id].fences++
}

inline reset (id, w)
{
  tick ();
  redis.token[id].exists = true;
  redis.token[id].version = redis.clock;
  redis.token[id].changed = redis.clock;
  if
  :: redis.token[id].fences -> redis.token[id].fences--
  :: else
  fi
}

#define young_fences(id) (in_flight -> 255 : 0)
