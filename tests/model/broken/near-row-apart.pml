/* Broken: what is leased is the row's token alone. Its sweep is read when a
 * key is made.
 *
 * A commit of many rows fences the sweep. x is leased. The commit lands,
 * drops the token of x and takes its fence off the sweep, whose version stays.
 * A key is made of the lease of x and the sweep: the one of before.
 */
#define may_be_leased \
  (redis.list == LISTED && redis.token[OBJECT].fences == 0 && \
   !redis.quarantine)

inline make_key_near (p)
{
  if
  :: redis.token[SWEEP].exists && redis.token[SWEEP].fences == 0 &&
     !redis.quarantine && redis.epoch == near[p].epoch ->
     printf ("uses its lease\n");
     key = key_of (redis.epoch,
                   greater (near[p].version, redis.token[SWEEP].version));
     storable = stamp_epoch == redis.epoch &&
                greater (near[p].changed, redis.token[SWEEP].changed) <= stamp;
     key_is_made ();
     clock_was_seen = true
  :: else ->
     key = UNIQUE;
     storable = false
  fi
}
