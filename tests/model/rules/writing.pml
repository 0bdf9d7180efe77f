/* Rules of writing: fences, resets, and fences that nobody resets. */

/* Before COMMIT is sent. */

inline fence (id, w)
{
  set_aside (id);
  tick ();
  if
  :: !redis.token[id].exists -> create (id)
  :: else
  fi;
  redis.token[id].fences = redis.token[id].fences | bit (w)
}

/* After it. */

inline reset (id, w)
{
  set_aside (id);
  tick ();
  if
  :: !redis.token[id].exists -> create (id)
  :: else
     redis.token[id].version = redis.clock;
     redis.token[id].changed = redis.clock;
     redis.token[id].fences = redis.token[id].fences & ~bit (w)
  fi
}

/* A commit of many rows fences their sweep in their place. Where a row has no
 * token, the next one is as good as a new version; but the fence of another
 * commit must not go with it.
 */

inline change_row (w)
{
  if
  :: redis.token[OBJECT].exists && redis.token[OBJECT].fences & ~bit (w) ->
     redis.token[OBJECT].version = redis.clock;
     redis.token[OBJECT].changed = redis.clock;
     redis.token[OBJECT].fences = redis.token[OBJECT].fences & ~bit (w)
  :: else ->
     copy_token (OBJECT, NOTHING, REDIS)
  fi
}

inline reset_many (w)
{
  set_aside (OBJECT);
  set_aside (SWEEP);
  tick ();
  change_row (w);
  if
  :: !redis.token[SWEEP].exists -> create (SWEEP)
  :: else ->
     redis.token[SWEEP].fences = redis.token[SWEEP].fences & ~bit (w)
  fi
}

/* A commit that threw may land yet: its fences stay until that is settled. */

#define may_reset(w) (!undecided (w))

/* No commit outlasts the fence timeout, so a fence whose commit may land yet
 * is young. Every other one may be found old at any moment.
 */
#define young_fences(id) young_commits (id)

/* In truth part of whatever script next touches the token. */

inline heal (id)
{
  redis.token[id].fences & ~(young_fences (id)) ->
  set_aside (id);
  tick ();
  redis.token[id].version = redis.clock;
  redis.token[id].changed = redis.clock;
  redis.token[id].fences = redis.token[id].fences & young_fences (id)
}

/* Expired or evicted. A fence takes the time to live away. That others than an
 * object's expire, too, is in expiring.pml.
 */
#define may_vanish(id) (id == OBJECT && redis.token[id].fences == 0)

inline vanish (id)
{
  redis.token[id].exists && may_vanish (id) ->
  copy_token (id, NOTHING, REDIS)
}
