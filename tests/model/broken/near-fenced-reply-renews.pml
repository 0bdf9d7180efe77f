/* Broken: a reply that shows a fence renews the lease of what was read before.
 *
 * x is leased, and fenced by a commit that waits. The reader asks again, and
 * goes on using what it has. The commit has waited for as long as it was told,
 * and lands.
 */
inline lease (p)
{
  set_aside (OBJECT);
  set_aside (SWEEP);
  set_aside (TABLE);
  create_missing ();
  left--;
  if
  :: may_be_leased ->
     end_lease (p);
     near[p].epoch = redis.epoch;
     near[p].version = version_of_x;
     near[p].changed = changed_of_x;
     leased = leased | bit (p);
     clock_was_seen = true;
     printf ("leases version %d of epoch %d\n", near[p].version, redis.epoch)
  :: else ->
     waiting[p] = 0;
     printf ("renews the lease\n")
  fi
}
