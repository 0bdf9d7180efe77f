/* Broken: the stamp is taken when the snapshot is there, not at BEGIN.
 *
 * A reader loads x. A commit lands, and its fences are gone. Now the reader
 * takes its stamp, which is new enough to store the old value.
 */
inline load ()
{
  d_step { value = row; printf ("loads row %d\n", value) };
  d_step { begin () }
}
