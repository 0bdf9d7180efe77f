/* Broken: a commit does not wait if the list is closed.
 *
 * x is leased, and somebody closes the list. A commit lands. The lease,
 * which is older than the closing, goes on.
 */
#define is_told_to_wait (redis.list == LISTED || redis.quarantine)
