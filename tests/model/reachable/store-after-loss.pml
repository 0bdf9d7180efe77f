/* Redis can lose everything, and after the quarantine keys are storable. */

inline value_is_stored ()
{
  assert (!(redis.epoch == 2))
}
