/* Broken: nothing is sent before COMMIT, only a reset after it.
 *
 * A reader begins and loads x. The commit lands. Before the reset arrives, or
 * for ever if the process dies, the reader makes the key that everybody had
 * before, and stores the old value.
 */
inline fence (id, w)
{
  true
}
