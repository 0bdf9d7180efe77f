/* Broken: a reset removes every fence, not only the one with its nonce.
 *
 * Two commits fence x. The reset of one uncovers the other. A reader begins
 * and loads x; the other commit lands; the reader makes a key and stores the
 * value that is now old.
 */
inline reset (id, w)
{
  tick ();
  redis.token[id].exists = true;
  redis.token[id].version = redis.clock;
  redis.token[id].changed = redis.clock;
  redis.token[id].fences = 0
}
