/* Rules of reading: stamps, missing tokens, keys. */

/* A stamp is what a process knew of the clock before the snapshot. Here it is
 * the latest it can have known: an older one only stores less.
 */
inline begin ()
{
  stamp = redis.clock;
  stamp_epoch = redis.epoch;
  clock_was_seen = true;
  printf ("begins with stamp %d of epoch %d\n", stamp, stamp_epoch)
}

inline load ()
{
  d_step { value = row; printf ("loads row %d\n", value) }
}

/* A new token of x takes the version of its table's for `changed`, because
 * that bounds every change of its rows, except those in flight.
 */
#define table_bounds_its_rows (redis.token[TABLE].fences == 0)

inline create_missing ()
{
  if
  :: !redis.token[SWEEP].exists -> tick (); create (SWEEP)
  :: else
  fi;
  if
  :: !redis.token[OBJECT].exists ->
     tick ();
     if
     :: !redis.token[TABLE].exists -> create (TABLE)
     :: else
     fi;
     create (OBJECT);
     if
     :: table_bounds_its_rows ->
        redis.token[OBJECT].changed = redis.token[TABLE].version
     :: else
     fi
  :: else
  fi
}

#define is_in_flight (redis.token[OBJECT].fences != 0 || \
                      redis.token[SWEEP].fences != 0 || redis.quarantine)

#define greater(a, b) ((a) > (b) -> (a) : (b))
#define version_of_x \
  greater (redis.token[OBJECT].version, redis.token[SWEEP].version)
#define changed_of_x \
  greater (redis.token[OBJECT].changed, redis.token[SWEEP].changed)

#define may_store (stamp_epoch == redis.epoch && changed_of_x <= stamp)

inline make_key ()
{
  set_aside (OBJECT);
  set_aside (SWEEP);
  set_aside (TABLE);
  create_missing ();
  if
  :: is_in_flight ->
     key = UNIQUE;
     storable = false;
     printf ("makes a unique key\n")
  :: else ->
     key = key_of (redis.epoch, version_of_x);
     storable = may_store;
     key_is_made ();
     clock_was_seen = true
  fi
}
