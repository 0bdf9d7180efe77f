/* An object that was loaded before can be stored under a key that is made of a
 * lease, while a commit waits for the lease to end.
 */
inline make_key_near (p)
{
  key = key_of (near[p].epoch, near[p].version);
  storable = may_store_near (p);
  assert (!(storable && stamp != UNLIMITED && waiting[p]))
}
