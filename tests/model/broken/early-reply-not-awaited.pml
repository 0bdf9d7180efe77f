/* Broken: COMMIT is sent although no fence has a reply yet.
 *
 * A reader begins and loads x. The commit lands. The reader makes the key that
 * everybody had before, and stores the old value.
 */
#define may_send_commit(w) true
