/* Not a rule but an assumption, broken: the reader's clock goes on. It stands
 * still if it does not count the time for which its machine sleeps.
 *
 * The token is leased, and the reader's machine sleeps. COMMIT is sent. The
 * reader wakes up, and the lease holds.
 */
#define reader_clock_may_stop true
