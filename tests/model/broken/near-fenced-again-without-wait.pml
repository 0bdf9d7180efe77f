/* Broken: a commit whose early fence was too old does not wait when it has
 * fenced again.
 *
 * The early fence finds no lease, grows old, and heals. x is leased, and fenced
 * again. The commit lands. The lease goes on.
 */
inline fence_again (id, w)
{
  fence (id, w);
  rely_on (id, w)
}
