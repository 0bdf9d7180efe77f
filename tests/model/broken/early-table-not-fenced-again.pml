/* Broken: when fences are too old, the row or its sweep is fenced again, and
 * the table is not.
 *
 * The fence of the table heals. A reader begins and loads x. A commit of
 * many rows lands, and drops the token of x, but has not reset the table yet.
 * The reader creates the token anew. The version of the table is that of
 * before the commit, so the reader stores the old value under the new key.
 */
byte answered[3];

inline rely_on (id, w)
{
  relied_on[id] = relied_on[id] | bit (w);
  lost[id] = lost[id] & ~bit (w);
  answered[id] = answered[id] | bit (w)
}

#define counts(id, w) \
  ((id == TABLE -> answered[id] : relied_on[id]) & bit (w))
