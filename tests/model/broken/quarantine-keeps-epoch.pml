/* Broken: when the fence in the origin has timed out, the epoch stays.
 *
 * x is fenced; then Redis loses the fence. During the quarantine a reader
 * begins and loads x. The commit lands, and the quarantine ends. The reader's
 * stamp still counts: it stores the old value.
 */
inline heal_origin ()
{
  redis.quarantine && quarantine_is_over ->
  redis.quarantine = false
}
