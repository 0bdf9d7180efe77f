/* Broken: whatever was loaded may be stored under a key that is made of a
 * lease.
 *
 * A reader loads x. A commit lands, and its fences are gone. x is leased.
 * The reader makes the new key of the lease, and stores the old value.
 */
#define may_store_near(p) (stamp_epoch == near[p].epoch)
