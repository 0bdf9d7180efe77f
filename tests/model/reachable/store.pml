/* A value can be stored. */

inline value_is_stored ()
{
  assert (!true)
}
