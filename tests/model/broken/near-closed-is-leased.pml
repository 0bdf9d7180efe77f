/* Broken: tokens of a table are leased although the list is closed.
 *
 * The list is closed. x is leased. The table is taken off the list, as nothing
 * was leased at the closing. A commit does not wait, and lands. The lease goes
 * on.
 */
#define may_be_leased (redis.list != UNLISTED && !is_in_flight)
