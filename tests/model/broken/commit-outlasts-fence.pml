/* Not a rule but an assumption, broken: a commit lands after its fence has
 * timed out.
 *
 * The fences heal. A reader begins, loads x, and the commit lands. The reader
 * makes a key and stores the old value.
 */
#define young_fences(id) 0
