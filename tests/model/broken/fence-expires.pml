/* Broken: a fence leaves the token its time to live.
 *
 * x is fenced and expires. A reader creates the token anew, without the fence,
 * and makes a key. The commit lands, and another reader makes the same key.
 */
#define may_vanish(id) (id == OBJECT)
