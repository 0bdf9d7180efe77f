/* Broken: the second step of taking the table off the list does not look for
 * what the first one wrote.
 *
 * The list is closed. The table is listed again, and x is leased. The second
 * step comes. A commit does not wait, and lands. The lease goes on.
 */
#define may_remove(k) (!waits (closing (k)) && redis.list != UNLISTED)
