/* Broken: a commit of many rows takes its fence off their sweep, and leaves the
 * tokens of the rows as they are.
 *
 * A reader makes a key. The commit lands, and its fences are gone. Another
 * reader makes the same key.
 */
inline change_row ()
{
  skip
}
