/* Rules of losing Redis. */

/* A flush, a restart, a fail-over: at some moment the replica gets a copy, or
 * it never does; at a later one the copy is all that is left. Or the origin
 * alone is lost, with the clock and the list.
 */
inline replicate ()
{
  if
  :: d_step { copy (REDIS, REPLICA); printf ("the replica follows\n") }
  :: true
  fi
}

inline lose_data ()
{
  if
  :: copy (REPLICA, REDIS);
     if
     :: redis.clock = 0                /* the time of the replica is behind */
     :: true
     fi;
     printf ("Redis falls back to the replica\n")
  :: lose_origin ()
  fi
}

inline lose_origin ()
{
  redis.clock = 0;
  copy_list (NOTHING, REDIS);
  printf ("Redis loses the origin\n")
}

/* Whoever finds it out, before doing anything else, makes a new epoch with a
 * fence.
 */
inline new_epoch ()
{
  redis.epoch++;
  redis.quarantine = true;
  note_lost_fences ();
  note_old_leases ()
}

inline note_lost_fences ()
{
  lost[OBJECT] = young_fences (OBJECT);
  lost[SWEEP] = young_fences (SWEEP);
  lost[TABLE] = young_fences (TABLE)
}

/* The fence of the origin gets as old as any other: when nothing is in flight
 * any more whose fence was lost, and no lease of the epoch before is left. The
 * epoch is made anew, so that stamps taken meanwhile do not count.
 */
#define lost_fence_is_young(id) (lost[id] & young_fences (id))

#define quarantine_is_over \
  (!lost_fence_is_young (OBJECT) && !lost_fence_is_young (SWEEP) && \
   !lost_fence_is_young (TABLE) && !old_leases)

inline heal_origin ()
{
  redis.quarantine && quarantine_is_over ->
  redis.quarantine = false;
  redis.epoch++
}
