/* Not a rule but an assumption, broken: leases may last longer than fences. So
 * the quarantine of a new epoch ends before a lease that is older.
 *
 * x is leased. Redis loses the list, and the quarantine ends. A commit does
 * not wait, and lands. The lease of the old epoch goes on.
 */
#define quarantine_is_over \
  (!lost_fence_is_young (OBJECT) && !lost_fence_is_young (SWEEP) && \
   !lost_fence_is_young (TABLE))
