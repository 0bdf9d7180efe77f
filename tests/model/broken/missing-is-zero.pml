/* Broken: a missing token is read as version zero instead of being created.
 *
 * At version zero a reader begins and loads x. A commit lands, its fences
 * heal, and the token expires. The key is again the one of version zero, and
 * the reader stores the old value under it.
 */
inline create_missing ()
{
  true
}
