/* Broken: the lease counts from when the reader has the reply.
 *
 * The token is leased, and fenced then. The reply to the reader is slow. The
 * commit has waited for as long as it was told, and the reader has not.
 */
inline after_the_reply ()
{
  begun = reader_clock
}
