/* Broken: a commit of many rows drops the tokens of all, with the fences of
 * other commits in them.
 *
 * While a commit of x is in flight, one of many rows comes and goes. A reader
 * makes a key, of a token that is new and has no fence. The first commit lands.
 * Another reader makes the same key.
 */
inline change_row (w)
{
  copy_token (OBJECT, NOTHING, REDIS)
}
