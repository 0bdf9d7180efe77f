/* Broken: after a rollback every fence is removed, not only the one with the
 * transaction's nonce.
 *
 * Two transactions fence x. One is rolled back, and uncovers the other. A
 * reader begins and loads x; the other commit lands; the reader makes a key
 * and stores the value that is now old.
 */
inline unfence (id, w)
{
  if
  :: redis.token[id].exists -> redis.token[id].fences = 0
  :: else
  fi
}
