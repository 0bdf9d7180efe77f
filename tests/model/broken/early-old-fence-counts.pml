/* Broken: COMMIT is sent however old a fence is.
 *
 * The early fences grow old, and heal. A reader begins and loads x. The commit
 * lands. The reader makes a key and stores the old value.
 */
byte answered[3];

inline rely_on (id, w)
{
  relied_on[id] = relied_on[id] | bit (w);
  lost[id] = lost[id] & ~bit (w);
  answered[id] = answered[id] | bit (w)
}

#define counts(id, w) (answered[id] & bit (w))
