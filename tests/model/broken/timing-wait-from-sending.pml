/* Broken: the commit counts from when it has sent the fence.
 *
 * The fence is sent, and is slow. The token is leased, and fenced then.
 * COMMIT is sent, and the lease holds.
 */
#define waits_from sent
