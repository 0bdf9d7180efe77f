/* Rules of near caches (NEARS): leases, and the list of tables that may be
 * leased.
 *
 * A process with a near cache uses what it has read of x without asking,
 * until its lease ends. In truth that is some time after it sent the request,
 * and a commit waits for longer than that when it has its reply. Here a lease
 * ends at any moment, and a commit waits for those that it has to outlast.
 * timing.pml tells with clocks why the two are the same.
 */

#if NEARS

typedef Lease
{
  byte epoch;
  byte version;
  byte changed
}

Lease near[2];
byte leased;                   /* near caches whose lease has not ended */
byte old_leases;               /* those from before Redis last lost data */
byte waiting[2];               /* by near cache: who waits for its end */

#define waits(w) ((waiting[0] | waiting[1]) & bit (w))

inline wait_for_leases (w)
{
  if
  :: leased & bit (0) -> waiting[0] = waiting[0] | bit (w)
  :: else
  fi;
  if
  :: leased & bit (1) -> waiting[1] = waiting[1] | bit (w)
  :: else
  fi
}

/* The reply to a fence tells a commit to wait if the table is on the list, and
 * in a quarantine, since the list may be among what was lost.
 */
#define is_told_to_wait (redis.list != UNLISTED || redis.quarantine)

inline wait_if_told (w)
{
  if
  :: is_told_to_wait -> wait_for_leases (w)
  :: else
  fi
}

/* The list is a part of the origin. */

inline copy_list (from, to)
{
  server[to].list = server[from].list;
  server[to].closer = server[from].closer
}

inline note_old_leases ()
{
  old_leases = leased
}

inline put_on_list ()
{
  redis.list = LISTED;
  redis.closer = 0
}

/* The table is taken off the list in two steps. The first one closes the list,
 * and waits for the leases that there are. The second one, which may be sent
 * again and late, must find what the first one wrote.
 */
#define closing(k) (COMMITS + k)

inline close_list (k)
{
  redis.list = CLOSED;
  redis.closer = k + 1;
  wait_for_leases (closing (k))
}

#define may_remove(k) \
  (!waits (closing (k)) && redis.list == CLOSED && redis.closer == k + 1)

inline remove_from_list ()
{
  redis.list = UNLISTED;
  redis.closer = 0
}

/* The reply that has the tokens says whether they are leased, and nothing is
 * written for it. Fences and a quarantine forbid it. All that makes the key is
 * leased together.
 */
#define may_be_leased (redis.list == LISTED && !is_in_flight)

inline lease (p)
{
  set_aside (OBJECT);
  set_aside (SWEEP);
  set_aside (TABLE);
  create_missing ();
  if
  :: may_be_leased ->
     end_lease (p);
     near[p].epoch = redis.epoch;
     near[p].version = version_of_x;
     near[p].changed = changed_of_x;
     leased = leased | bit (p);
     left--;
     clock_was_seen = true;
     printf ("leases version %d of epoch %d\n", near[p].version, redis.epoch)
  :: else ->
     printf ("gets no lease\n")
  fi
}

inline end_lease (p)
{
  near[p].epoch = 0;
  near[p].version = 0;
  near[p].changed = 0;
  leased = leased & ~bit (p);
  old_leases = old_leases & ~bit (p);
  waiting[p] = 0
}

/* A process may know no more of the clock than its lease says, of an epoch
 * that may be over. A later stamp would make no more storable under its keys.
 */
inline begin_with_lease (p)
{
  stamp = near[p].changed;
  stamp_epoch = near[p].epoch;
  printf ("begins with stamp %d of epoch %d\n", stamp, stamp_epoch)
}

#define may_store_near(p) \
  (stamp_epoch == near[p].epoch && near[p].changed <= stamp)

/* Without a round trip. The moment that counts is the look at the clock, which
 * says that the lease has not ended.
 */
inline make_key_near (p)
{
  printf ("uses its lease\n");
  key = key_of (near[p].epoch, near[p].version);
  storable = may_store_near (p);
  key_is_made ()
}

#else

#define waits(w) false
#define old_leases 0

inline wait_if_told (w)
{
  skip
}

inline copy_list (from, to)
{
  skip
}

inline note_old_leases ()
{
  skip
}

#endif
