/* Rules of losing Redis. */

/* A flush goes back to nothing, a fail-over to what the replica had. Whoever
 * finds it out, before doing anything else, makes a new epoch with a fence.
 */
inline new_epoch ()
{
  redis.epoch++;
  redis.quarantine = true
}

/* Old as any other fence: when what was in flight has been settled. The epoch
 * is made anew, so that stamps taken meanwhile do not count.
 */
inline heal_origin ()
{
  redis.quarantine && !(lost & in_flight) ->
  redis.quarantine = false;
  redis.epoch++
}
