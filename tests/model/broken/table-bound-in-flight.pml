/* Broken: a new token of x takes its table's version for `changed` although
 * the table has a fence.
 *
 * A reader begins and loads x. A commit lands. The fence of x is gone, that of
 * the table is not yet: they were in different calls. The token of x expires
 * and is created anew. The table's version is that of before the commit, so
 * the reader stores the old value under the new key.
 */
#define table_bounds_its_rows true
