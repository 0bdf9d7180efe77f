/* Broken, on top of allkeys.pml: readers and resets give a token that they
 * create a fence of its own, but one that a fence creates has just that fence.
 *
 * A commit fences x, and the token is evicted. Another commit fences x, which
 * creates the token, and is reset. Now the first is uncovered.
 */
inline fence (id, w)
{
  tick ();
  if
  :: !redis.token[id].exists ->
     create (id);
     redis.token[id].fences = 0
  :: else
  fi;
  redis.token[id].fences = redis.token[id].fences | bit (w)
}
