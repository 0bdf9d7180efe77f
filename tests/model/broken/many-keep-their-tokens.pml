/* Broken: a commit of many rows takes its fence off their sweep, and leaves the
 * tokens of the rows as they are.
 *
 * A reader begins and loads x. The commit lands, and its fences are gone. The
 * reader makes the key that everybody had before, and stores the old value.
 */
inline change_row (w)
{
  skip
}
