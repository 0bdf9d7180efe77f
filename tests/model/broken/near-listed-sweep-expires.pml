/* Broken, on top of near-list-in-sweep.pml: the sweep of a table expires or is
 * evicted although it has the list in it.
 *
 * x is leased, and the sweep expires. Whoever creates it anew does not know
 * that there are leases. A commit does not wait, and lands. The lease goes on.
 */
#define may_vanish(id) (redis.token[id].fences == 0)

inline vanish (id)
{
  redis.token[id].exists && may_vanish (id) ->
  copy_token (id, NOTHING, REDIS);
  if
  :: id == SWEEP -> redis.list = UNLISTED; redis.closer = 0
  :: else
  fi
}
