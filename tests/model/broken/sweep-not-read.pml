/* Broken: the key of x carries the version of x alone, not that of the sweep.
 *
 * A reader makes a key. A commit that writes unknown rows lands, and its
 * fences are gone. Another reader makes the same key.
 */
#define version_of_x redis.token[OBJECT].version
