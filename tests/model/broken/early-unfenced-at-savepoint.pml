/* Broken: fences are removed while the transaction goes on, be it because of a
 * savepoint or of a statement that failed.
 *
 * The fences are there, and removed again. A reader begins and loads x. COMMIT
 * is sent, and lands. The reader makes the key that everybody had before, and
 * stores the old value.
 */
#define may_unfence(w) (open || undecided (w) || rolled_back)
