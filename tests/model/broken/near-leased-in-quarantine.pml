/* Broken: tokens are leased in the quarantine of a new epoch.
 *
 * x is fenced; then Redis loses the fence. x is leased. The commit, which had
 * no lease to wait for, lands. The lease goes on.
 */
#define may_be_leased \
  (redis.list == LISTED && redis.token[OBJECT].fences == 0 && \
   redis.token[SWEEP].fences == 0)
