/* Broken: a version that is ahead of the clock is left as it is.
 *
 * The sweep's version is ahead of the new clock, so it hides the one that a
 * commit gives to x: the key stays what it was.
 */
inline set_aside (id)
{
  true
}
