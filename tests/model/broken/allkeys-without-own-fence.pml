/* Broken: maxmemory-policy allkeys-* evicts fenced tokens, and new ones have
 * no fence of their own. See allkeys.pml.
 *
 * x is fenced and evicted. A reader creates the token anew and makes a key.
 * The commit lands, and another reader makes the same key.
 */
#define may_vanish(id) true
