/* Broken: the second step finds the list closed, but does not look who has
 * closed it.
 *
 * The list is closed. The table is listed again, and x is leased. Somebody
 * else closes the list, and waits. Now the second step of the first one comes.
 * A commit does not wait, and lands. The lease goes on.
 */
#define may_remove(k) (!waits (closing (k)) && redis.list == CLOSED)
