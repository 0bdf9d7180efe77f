/* Broken: a commit does not wait for leases.
 *
 * x is leased. A reader begins and loads x. A commit lands. The reader makes a
 * key of the lease, which is that of before, and stores the old value.
 */
#define is_told_to_wait false
