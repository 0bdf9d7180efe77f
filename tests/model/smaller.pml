/* Commits write x by name, and no token expires. Where that is enough for a
 * counterexample, it is found among fewer states.
 */
inline what_is_written ()
{
  id = OBJECT
}

#define may_vanish(id) false
