/* Broken: the reader uses its lease for as long as the commit waits.
 *
 * The reader's clock is slow, or the commit's is fast, and the lease holds
 * when COMMIT is sent.
 */
#define lease_holds (reader_clock < begun + LENGTH)
