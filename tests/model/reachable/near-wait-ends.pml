/* A commit that has waited for a lease lands, and the value that is loaded
 * then can be stored.
 */
bool waited;

inline wait_if_told (w)
{
  if
  :: is_told_to_wait -> wait_for_leases (w); waited = leased
  :: else
  fi
}

inline value_is_stored ()
{
  assert (!(waited && value == 1))
}
