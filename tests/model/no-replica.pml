/* Redis loses everything or the origin, but never goes back to an earlier copy:
 * fewer states again.
 */
inline replicate ()
{
  true
}
