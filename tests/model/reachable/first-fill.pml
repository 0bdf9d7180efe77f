/* The first reader of an object can store: its token is new, but the table's
 * token says that nothing has changed for longer.
 */
inline value_is_stored ()
{
  assert (!(redis.token[OBJECT].changed < redis.token[OBJECT].version))
}
