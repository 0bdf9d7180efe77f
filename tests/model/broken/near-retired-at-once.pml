/* Broken: the table is taken off the list while there are leases. The same
 * goes wrong if a length on the list is made shorter.
 *
 * x is leased. The table is taken off the list. A commit does not wait, and
 * lands. The lease goes on.
 */
#define may_remove(k) (redis.list == CLOSED && redis.closer == k + 1)
