/* G3: after a crash the fence times out, and x is leased again. */

inline make_key_near (p)
{
  assert (!(row == 1))
}

#define may_reset(w) false
