/* A stored value can be hit. */

inline value_is_hit ()
{
  assert (!true)
}
