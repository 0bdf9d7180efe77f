/* Broken: a new epoch has no fence in the origin.
 *
 * x is fenced; then Redis loses the fence. A reader begins and loads x, all in
 * the new epoch. The commit lands. The reader makes a key and stores the old
 * value.
 */
inline new_epoch ()
{
  redis.epoch++
}
