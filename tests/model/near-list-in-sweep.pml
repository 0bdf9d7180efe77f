/* The list is kept in the sweep of the table, not in the origin. So it is lost
 * with that token, also when that is set aside. Tokens of tables and sweeps
 * expire here, but not a sweep that has the list in it.
 */
inline create (id)
{
  redis.token[id].exists = true;
  redis.token[id].version = redis.clock;
  redis.token[id].changed = redis.clock;
  redis.token[id].fences = 0;
  if
  :: id == SWEEP -> redis.list = UNLISTED; redis.closer = 0
  :: else
  fi
}

inline put_on_list ()
{
  set_aside (SWEEP);
  if
  :: !redis.token[SWEEP].exists -> tick (); create (SWEEP)
  :: else
  fi;
  redis.list = LISTED;
  redis.closer = 0
}

#define may_vanish(id) \
  (redis.token[id].fences == 0 && (id != SWEEP || redis.list == UNLISTED))

inline lose_origin ()
{
  redis.clock = 0;
  printf ("Redis loses the origin\n")
}
