/* A rollback costs no key: a value that was stored before the fence is removed
 * is hit after that, under the same version.
 */
bool kept;

inline unfence (id, w)
{
  if
  :: redis.token[id].exists && redis.token[id].fences & bit (w) ->
     redis.token[id].fences = redis.token[id].fences & ~bit (w);
     kept = stored[key_of (0, 1)]
  :: else
  fi
}

inline value_is_hit ()
{
  assert (!(kept && redis.token[OBJECT].fences == 0 && redis.clock == 1))
}
