/* Broken: a clock that was lost is not raised to the versions that are left.
 *
 * The sweep's version is ahead of the new clock, so it hides the one that a
 * commit gives to x: the key stays what it was.
 */
inline raise_clock (id)
{
  true
}

/* Nothing else needs to go wrong or be written, and this leaves fewer states to
 * search.
 */

#define may_vanish(id) false

inline what_is_written ()
{
  id = OBJECT
}
