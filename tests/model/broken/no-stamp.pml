/* Broken: whatever was loaded may be stored, unless a commit is in flight.
 *
 * A reader loads x. A commit lands, and its fences are gone. The reader makes
 * a key, which is the new one, and stores the old value under it.
 */
#define may_store true
