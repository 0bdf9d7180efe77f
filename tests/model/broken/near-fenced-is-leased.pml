/* Broken: a token that has a fence is leased.
 *
 * x is fenced, and leased then. The commit, which had no lease to wait for,
 * lands. The lease goes on.
 */
#define may_be_leased \
  (redis.list == LISTED && redis.token[SWEEP].fences == 0 && \
   !redis.quarantine)
