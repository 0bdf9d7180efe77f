/* A table with leases can be taken off the list, and a commit is not told to
 * wait then.
 */
bool was_leased;

inline close_list (k)
{
  redis.list = CLOSED;
  redis.closer = k + 1;
  wait_for_leases (closing (k));
  was_leased = leased
}

inline wait_if_told (w)
{
  if
  :: is_told_to_wait -> wait_for_leases (w)
  :: else -> assert (!(was_leased))
  fi
}
