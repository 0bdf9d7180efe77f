/* Broken: a Redis that lost what it knew goes on as if nothing had happened.
 *
 * A reader begins and loads x. x is fenced; then a replica takes over that had
 * not heard of it. The commit lands. The reader makes the old key and stores
 * the old value.
 */
inline new_epoch ()
{
  true
}
