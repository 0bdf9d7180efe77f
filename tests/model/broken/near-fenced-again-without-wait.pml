/* Broken: a commit that had to fence again does not wait for leases.
 *
 * x is leased. The early fence of a transaction is late, or was too old and
 * has healed. It is sent again, and COMMIT after it, which lands. The lease
 * goes on.
 */
inline fence_again (id, w)
{
  fence (id, w);
  rely_on (id, w);
  printf ("fences %d again\n", id)
}
