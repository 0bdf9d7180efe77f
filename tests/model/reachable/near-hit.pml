/* A key that is made of a lease can find a value. */

inline make_key_near (p)
{
  key = key_of (near[p].epoch, near[p].version);
  storable = may_store_near (p);
  assert (!(stored[key]))
}
