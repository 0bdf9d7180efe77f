/* Broken: a commit that fences the sweep, for unknown rows or for many, does
 * not wait, as if only rows were leased.
 *
 * x is leased. A commit writes unknown rows, and lands. The lease goes on.
 */
#define is_told_to_wait \
  (!(redis.token[SWEEP].fences & bit (w)) && \
   (redis.list != UNLISTED || redis.quarantine))
