/* Broken: a reader leases because the table was on the list once, not because
 * the reply with the tokens says so.
 *
 * The table is listed, and taken off the list. x is leased all the same. A
 * commit does not wait, and lands. The lease goes on.
 */
bool was_listed;

inline put_on_list ()
{
  redis.list = LISTED;
  redis.closer = 0;
  was_listed = true
}

#define may_be_leased (was_listed && !is_in_flight)
