/* Broken: a key is shared although one of its tokens has a fence.
 *
 * A reader begins and loads x. The commit lands. Before its reset the reader
 * makes the key that everybody had before, and stores the old value.
 */
#define is_in_flight redis.quarantine
