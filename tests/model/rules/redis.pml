/* The state of Redis, and how time goes on in it. */

/* The three identifiers that matter to x: its own, the sweep of its table (a
 * write to unknown rows), and its table. The global sweep is one sweep more.
 */
#define OBJECT 0
#define SWEEP 1
#define TABLE 2

/* A fence is one bit: the nonce of commit w is bit (w). Its age is told by
 * what happened to that commit, see young_fences.
 */
#define bit(w) (1 << (w))

#if EARLY
byte relied_on[3];             /* by token: who relies on the fence there */
#define young_commits(id) relied_on[id]
#else
#define young_commits(id) in_flight
#endif

typedef Token
{
  bool exists;
  byte version;
  byte changed;
  byte fences
}

/* Is the table of x on the list of those that may be leased? */

#define UNLISTED 0
#define LISTED 1
#define CLOSED 2               /* it is, but nothing is leased any more */

typedef Server
{
  Token token[3];
  byte clock;
  byte epoch;
#if NEARS
  byte list;
  byte closer;                 /* who has closed it */
#endif
  bool quarantine              /* the fence in the origin */
}

Server redis;
#define REDIS 0
#define REPLICA 1              /* what a fail-over goes back to */
#define NOTHING 2              /* what a flush goes back to */

Server server[3];

#define redis server[REDIS]

inline copy_token (id, from, to)
{
  server[to].token[id].exists = server[from].token[id].exists;
  server[to].token[id].version = server[from].token[id].version;
  server[to].token[id].changed = server[from].token[id].changed;
  server[to].token[id].fences = server[from].token[id].fences
}

inline copy (from, to)
{
  copy_token (OBJECT, from, to);
  copy_token (SWEEP, from, to);
  copy_token (TABLE, from, to);
  server[to].clock = server[from].clock;
  copy_list (from, to)
}

/* Ticks that nobody could tell apart are counted as one: the clock moves on
 * only if a stamp was taken or a key made since it last did. This loses no
 * behaviour, because ticks are compared only with stamps and between keys, and
 * it is what keeps the model finite though resets may repeat for ever.
 */
bool clock_was_seen;

inline tick ()
{
  if
  :: clock_was_seen ->
     redis.clock++;
     clock_was_seen = false;
     assert (redis.clock < TICKS)
  :: else
  fi
}

inline create (id)
{
  redis.token[id].exists = true;
  redis.token[id].version = redis.clock;
  redis.token[id].changed = redis.clock;
  redis.token[id].fences = 0
}

/* A token is ahead of the clock if that was lost, or begins anew with another
 * server's time, or if nobody of ours has written it. No key of this epoch has
 * its version, and what is made of it must not be hidden by it. So every script
 * makes a new token of it. The fences go with the old one: what was in flight
 * when the clock went back is waited for by the quarantine.
 */
inline set_aside (id)
{
  if
  :: redis.token[id].exists && redis.token[id].version > redis.clock ->
     tick ();
     create (id)
  :: else
  fi
}
