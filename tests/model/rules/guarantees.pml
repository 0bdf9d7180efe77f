/* The database, the keys that were made, and the guarantees. */

byte row;                      /* how many commits of x have landed */
byte in_flight;                /* commits that may land yet, a bit for each */
byte lost[3];                  /* by token: whose fences Redis has lost */

#define undecided(w) (in_flight & bit (w))

inline settle (w)
{
  in_flight = in_flight & ~bit (w);
  rely_on_nothing (w)
}

#define UNIQUE 255             /* a key that is equal to no other */
#define key_of(epoch, version) ((epoch) * TICKS + (version))

byte made_at[EPOCHS * TICKS];  /* by key: 1 + row when it was first made */
byte stored[EPOCHS * TICKS];   /* by key: 1 + the row that its value shows */

/* G1: no key made after a commit of x equals one made before it. */

inline key_is_made ()
{
  printf ("makes key %d for row %d\n", key, row);
  assert (made_at[key] == 0 || made_at[key] == row + 1);
  made_at[key] = row + 1
}

/* G2: no value from a snapshot older than a commit is stored under a key made
 * after that commit.
 */
inline value_is_stored ()
{
  printf ("stores row %d under key %d\n", value, key);
  assert (value + 1 >= made_at[key]);
  stored[key] = value + 1
}

/* What follows from both, and what users are promised. */

inline value_is_hit ()
{
  printf ("hits row %d under key %d\n", stored[key] - 1, key);
  assert (stored[key] >= made_at[key])
}
