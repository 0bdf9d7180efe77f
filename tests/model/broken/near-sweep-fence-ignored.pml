/* Broken: a row is leased although its sweep has a fence.
 *
 * A commit writes unknown rows, and fences the sweep. x is leased with the
 * sweep's version. The commit lands. The lease goes on.
 */
#define may_be_leased \
  (redis.list == LISTED && redis.token[OBJECT].fences == 0 && \
   !redis.quarantine)
