/* Redis loses everything or the origin, and never goes back to a copy: even
 * fewer states.
 */
inline replicate ()
{
  true
}
