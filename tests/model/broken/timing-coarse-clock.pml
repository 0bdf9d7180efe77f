/* Broken: the reader looks at a coarse clock, which may be three ticks behind.
 *
 * The lease began after the last turn of this clock, and holds until the one
 * after it should have ended, when COMMIT is sent.
 */
#define lease_holds (reader_clock < begun + LEASE + 3)
