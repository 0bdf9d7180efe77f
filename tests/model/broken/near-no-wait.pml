/* Broken: a commit does not wait for leases.
 *
 * x is leased, and a commit fences it. A reader makes a key of the lease, for
 * a value that it loads. The commit lands. Another reader makes the same key,
 * of the same lease.
 */
#define is_told_to_wait false
