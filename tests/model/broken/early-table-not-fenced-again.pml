/* Broken: when fences are too old, the object is fenced again, and its table is
 * not.
 *
 * The fence of the table heals. A reader begins and loads x. The commit lands,
 * and x is reset, but the table is not yet. The token of x expires and is created
 * anew. The table's version is that of before the commit, so the reader stores the
 * old value under the new key.
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
