/* Broken: the age of a fence counts from COMMIT. So a quarantine may end while
 * a transaction that has not sent COMMIT relies on fences which Redis has
 * lost.
 *
 * x is fenced early. Redis loses the fence, and the quarantine ends. A
 * reader begins and loads x. COMMIT is sent, and lands. The reader makes a key
 * and stores the old value.
 */
#define lost_fence_is_young(id) (lost[id] & in_flight)
