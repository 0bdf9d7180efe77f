/* The invalidation protocol: one object x, the commits that write it, and the
 * readers that make keys for it and store values under them.
 *
 * What happens in one atomic step here is one Lua script, one MGET, or one
 * instant in the database. Everything else interleaves freely. README.md says
 * what is left out and why that is sound.
 *
 * Each rule of the protocol is an inline or a macro with a name of its own. A
 * file in broken/ redefines some of them by that name, and run.sh puts its
 * definitions in the place of these.
 */

/* Sizes of a configuration. */

#ifndef COMMITS
#define COMMITS 2
#endif

#ifndef READERS
#define READERS 2
#endif

#ifndef LOSSES
#define LOSSES 0               /* how often Redis loses what it knew */
#endif

#define EPOCHS (1 + 2 * LOSSES)
#define TICKS (3 + 2 * READERS)  /* more than can be told apart */
#define UNLIMITED TICKS

/* Redis. */

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

typedef Token
{
  bool exists;
  byte version;
  byte changed;
  byte fences
}

typedef Server
{
  Token token[3];
  byte clock;
  byte epoch;
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
  server[to].clock = server[from].clock
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

/* The database. */

byte row;                      /* how many commits of x have landed */
byte in_flight;                /* commits that may land yet, a bit for each */
byte lost;                     /* those in flight when Redis last lost data */

#define undecided(w) (in_flight & bit (w))

inline settle (w)
{
  in_flight = in_flight & ~bit (w)
}

/* What the guarantees are about. */

#define UNIQUE 255             /* a key that is equal to no other */
#define key_of(version) (redis.epoch * TICKS + (version))

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

/* Rules: writing. */

/* Before COMMIT is sent. */

inline fence (id, w)
{
  set_aside (id);
  tick ();
  if
  :: !redis.token[id].exists -> create (id)
  :: else
  fi;
  redis.token[id].fences = redis.token[id].fences | bit (w)
}

/* After it. */

inline reset (id, w)
{
  set_aside (id);
  tick ();
  if
  :: !redis.token[id].exists -> create (id)
  :: else
     redis.token[id].version = redis.clock;
     redis.token[id].changed = redis.clock;
     redis.token[id].fences = redis.token[id].fences & ~bit (w)
  fi
}

/* A commit of many rows fences their sweep in their place. Where a row has no
 * token, the next one is as good as a new version; but the fence of another
 * commit must not go with it.
 */

inline change_row ()
{
  if
  :: redis.token[OBJECT].exists && redis.token[OBJECT].fences != 0 ->
     redis.token[OBJECT].version = redis.clock;
     redis.token[OBJECT].changed = redis.clock
  :: else ->
     copy_token (OBJECT, NOTHING, REDIS)
  fi
}

inline reset_many (w)
{
  set_aside (OBJECT);
  set_aside (SWEEP);
  tick ();
  change_row ();
  if
  :: !redis.token[SWEEP].exists -> create (SWEEP)
  :: else ->
     redis.token[SWEEP].fences = redis.token[SWEEP].fences & ~bit (w)
  fi
}

/* A commit that threw may land yet: its fences stay until that is settled. */

#define may_reset(w) (!undecided (w))

/* No commit outlasts the fence timeout, so a fence whose commit may land yet
 * is young. Every other one may be found old at any moment.
 */
#define young_fences in_flight

/* In truth part of whatever script next touches the token. */

inline heal (id)
{
  redis.token[id].fences & ~(young_fences) ->
  set_aside (id);
  tick ();
  redis.token[id].version = redis.clock;
  redis.token[id].changed = redis.clock;
  redis.token[id].fences = redis.token[id].fences & young_fences
}

/* Expired or evicted. A fence takes the time to live away. That others than an
 * object's expire, too, is in expiring.pml.
 */
#define may_vanish(id) (id == OBJECT && redis.token[id].fences == 0)

inline vanish (id)
{
  redis.token[id].exists && may_vanish (id) ->
  copy_token (id, NOTHING, REDIS)
}

/* Rules: reading. */

/* A stamp is what a process knew of the clock before the snapshot. Here it is
 * the latest it can have known: an older one only stores less.
 */
inline begin ()
{
  stamp = redis.clock;
  stamp_epoch = redis.epoch;
  clock_was_seen = true;
  printf ("begins with stamp %d of epoch %d\n", stamp, stamp_epoch)
}

inline load ()
{
  d_step { value = row; printf ("loads row %d\n", value) }
}

/* A new token of x takes the version of its table's for `changed`, because
 * that bounds every change of its rows, except those in flight.
 */
#define table_bounds_its_rows (redis.token[TABLE].fences == 0)

inline create_missing ()
{
  if
  :: !redis.token[SWEEP].exists -> tick (); create (SWEEP)
  :: else
  fi;
  if
  :: !redis.token[OBJECT].exists ->
     tick ();
     if
     :: !redis.token[TABLE].exists -> create (TABLE)
     :: else
     fi;
     create (OBJECT);
     if
     :: table_bounds_its_rows ->
        redis.token[OBJECT].changed = redis.token[TABLE].version
     :: else
     fi
  :: else
  fi
}

#define is_in_flight (redis.token[OBJECT].fences != 0 || \
                      redis.token[SWEEP].fences != 0 || redis.quarantine)

#define greater(a, b) ((a) > (b) -> (a) : (b))
#define version_of_x \
  greater (redis.token[OBJECT].version, redis.token[SWEEP].version)
#define changed_of_x \
  greater (redis.token[OBJECT].changed, redis.token[SWEEP].changed)

#define may_store (stamp_epoch == redis.epoch && changed_of_x <= stamp)

inline make_key ()
{
  set_aside (OBJECT);
  set_aside (SWEEP);
  set_aside (TABLE);
  create_missing ();
  if
  :: is_in_flight ->
     key = UNIQUE;
     storable = false;
     printf ("makes a unique key\n")
  :: else ->
     key = key_of (version_of_x);
     storable = may_store;
     key_is_made ();
     clock_was_seen = true
  fi
}

/* Rules: losing Redis. */

/* A flush goes back to nothing, a fail-over to what the replica had. Whoever
 * finds it out, before doing anything else, makes a new epoch with a fence.
 */
inline new_epoch ()
{
  redis.epoch++;
  redis.quarantine = true
}

/* Old as any other fence: when what was in flight has been settled. The epoch
 * is made anew, so that stamps taken meanwhile do not count.
 */
inline heal_origin ()
{
  redis.quarantine && !(lost & in_flight) ->
  redis.quarantine = false;
  redis.epoch++
}

/* Who does it. */

inline what_is_written ()
{
  if
  :: id = OBJECT
  :: id = SWEEP
  :: id = SWEEP; many = true
  fi
}

/* One transaction that writes x, by itself, among unknown rows, or among many
 * that are known. After its fences the database and the process go on
 * independently: the commit lands or fails, now or later; the process resets,
 * dies, or sends a reset again. Each identifier may be fenced and reset in a
 * call of its own. Commits are alike, so each lets the next one start when it
 * has begun.
 */
proctype Commit (byte w)
{
  byte id;
  bool many;

  atomic
  {
    what_is_written ();
    in_flight = in_flight | bit (w);
    fence (id, w);
    printf ("fences %d\n", id);
    if
    :: w + 1 < COMMITS -> run Commit (w + 1)
    :: else
    fi
  }

  if
  :: d_step { fence (TABLE, w); printf ("fences 2\n") }
  :: d_step { settle (w); printf ("dies before COMMIT\n") }
  fi;

end:
  do
  :: d_step { undecided (w) -> settle (w); row++; printf ("lands\n") }
  :: d_step { undecided (w) -> settle (w); printf ("fails\n") }
  :: d_step { may_reset (w) && !many -> reset (id, w); printf ("resets %d\n", id) }
  :: d_step { may_reset (w) && many -> reset_many (w); printf ("resets many\n") }
  :: d_step { may_reset (w) -> reset (TABLE, w); printf ("resets 2\n") }
  od
}

inline next_reader ()
{
  if
  :: others -> run Reader (others - 1); others = 0
  :: else
  fi
}

inline forget_what_is_not_needed ()
{
  stamp = 0;
  stamp_epoch = 0;
  if
  :: !storable -> value = 0
  :: else
  fi
}

/* One key, and what is done with it: for an object that was loaded before, or
 * made first and the value loaded after it. Time may pass between all steps.
 * Readers are alike too.
 */
proctype Reader (byte others)
{
  byte stamp, stamp_epoch, value, key;
  bool storable;

  if
  :: atomic { begin (); next_reader () }
     load ();
     d_step { make_key (); forget_what_is_not_needed () }
  :: atomic
     {
       stamp = UNLIMITED;
       stamp_epoch = redis.epoch;
       make_key ();
       forget_what_is_not_needed ();
       next_reader ()
     }
     if
     :: storable -> load ()
     :: else
     fi
  fi;

  atomic
  {
    if
    :: key != UNIQUE && stored[key] -> value_is_hit ()
    :: storable -> value_is_stored ()
    :: true
    fi;
    key = 0;
    value = 0;
    storable = false
  }
}

/* What Redis does in the course of time. */

proctype Time ()
{
end:
  do
  :: d_step { heal (OBJECT); printf ("fences of 0 heal\n") }
  :: d_step { heal (SWEEP); printf ("fences of 1 heal\n") }
  :: d_step { heal (TABLE); printf ("fences of 2 heal\n") }
  :: d_step { heal_origin (); printf ("the quarantine ends\n") }
  :: d_step { vanish (OBJECT); printf ("0 vanishes\n") }
  :: d_step { vanish (SWEEP); printf ("1 vanishes\n") }
  :: d_step { vanish (TABLE); printf ("2 vanishes\n") }
  od
}

/* A flush, a restart, a fail-over: at some moment the replica gets a copy, or
 * it never does; at a later one the copy is all that is left. Or the origin
 * alone is lost, with the clock.
 */
proctype Loss ()
{
  byte losses;

  do
  :: losses < LOSSES ->
     if
     :: d_step { copy (REDIS, REPLICA); printf ("the replica follows\n") }
     :: true
     fi;
     atomic
     {
       if
       :: copy (REPLICA, REDIS);
          if
          :: redis.clock = 0           /* whose time is behind */
          :: true
          fi;
          printf ("Redis falls back to the replica\n")
       :: redis.clock = 0;
          printf ("Redis loses the origin\n")
       fi;
       copy (NOTHING, REPLICA);
       lost = in_flight;
       new_epoch ();
       losses++
     }
  :: else -> break
  od
}

init
{
  atomic
  {
    redis.clock = 1;                         /* so that a lost one is behind */
    if
    :: true                                  /* the first use of the table */
    :: create (TABLE); create (SWEEP); create (OBJECT)
    fi;
    run Commit (0);
    run Reader (READERS - 1);
    run Time ();
    run Loss ()
  }
}
