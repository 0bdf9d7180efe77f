/* Broken: COMMIT threw, the outcome is unknown, and the process resets.
 *
 * A reader begins, loads x, and the commit lands after all. Nothing changes
 * the token any more: the reader makes a key and stores the old value, for
 * ever.
 */
#define may_reset(w) true
