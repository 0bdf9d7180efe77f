/* The tokens of tables and sweeps expire as well, while they have no fence: in
 * truth only until they are written for the first time. It is a file of its own
 * since it makes too many states for the larger configurations.
 */
#define may_vanish(id) (redis.token[id].fences == 0)
