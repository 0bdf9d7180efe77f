/* Broken: COMMIT threw, the outcome is unknown, and the process takes that for
 * a rollback.
 *
 * The fences are removed. A reader begins and loads x. The commit lands
 * after all. The reader makes the key that everybody had before, and stores
 * the old value.
 */
#define may_unfence(w) (!open)
