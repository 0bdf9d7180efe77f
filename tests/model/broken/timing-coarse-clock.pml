/* Broken: the reader looks at a coarse clock, which may be three ticks behind.
 *
 * The token is leased, and fenced then. The lease ends, but the clock has not
 * turned yet. COMMIT is sent, and the lease holds.
 */
#define lease_holds (reader_clock < begun + LEASE + 3)
