/* Broken: in the quarantine of a new epoch a commit believes the list, which
 * was lost with the epoch before.
 *
 * x is leased. Redis loses the list. A commit finds the table unlisted, and
 * lands. The lease of the old epoch goes on.
 */
#define is_told_to_wait (redis.list != UNLISTED)
