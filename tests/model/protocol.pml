/* The invalidation protocol: one object x, the commits that write it, and the
 * readers that make keys for it and store values under them. This file says who
 * does something, and rules/ by which rules.
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

#ifndef NEARS
#define NEARS 0                /* processes with a near cache, at most two */
#endif

#ifndef LEASES
#define LEASES 1               /* how many each of them takes */
#endif

#ifndef RETIRES
#define RETIRES 0              /* who takes the table off the list */
#endif

#ifndef EARLY
#define EARLY 0                /* early fences: 1 in one call, 2 each in its own */
#endif

#define EPOCHS (1 + 2 * LOSSES)
#define TICKS (3 + 2 * READERS + NEARS * LEASES)  /* more than can be told apart */
#define UNLIMITED TICKS

#include "rules/redis.pml"
#include "rules/guarantees.pml"
#include "rules/writing.pml"
#include "rules/early.pml"
#include "rules/reading.pml"
#include "rules/near.pml"
#include "rules/losing.pml"

inline what_is_written ()
{
  if
  :: id = OBJECT
  :: id = SWEEP
  :: id = SWEEP; many = true
  fi
}

inline fence_and_wait (id, w)
{
  fence (id, w);
  wait_if_told (w)
}

inline next_commit (w)
{
  if
#if EARLY
  :: w + 1 < COMMITS -> run Early (w + 1)
#else
  :: w + 1 < COMMITS -> run Commit (w + 1)
#endif
  :: else
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
    fence_and_wait (id, w);
    printf ("fences %d\n", id);
    next_commit (w)
  }

  if
  :: d_step { fence_and_wait (TABLE, w); printf ("fences 2\n") }
  :: d_step { settle (w); printf ("dies before COMMIT\n") }
  fi;

end:
  do
  :: d_step { undecided (w) && !waits (w) -> settle (w); row++; printf ("lands\n") }
  :: d_step { undecided (w) -> settle (w); printf ("fails\n") }
  :: d_step { may_reset (w) && !many -> reset (id, w); printf ("resets %d\n", id) }
  :: d_step { may_reset (w) && many -> reset_many (w); printf ("resets many\n") }
  :: d_step { may_reset (w) -> reset (TABLE, w); printf ("resets 2\n") }
  od
}

#if EARLY

/* The same with early fences: one transaction that executes a statement, and then
 * sends COMMIT, rolls back, or does nothing more. Messages arrive at any time,
 * also when everything is over.
 */

inline execute_statement (w)
{
  if
  :: many -> first = OBJECT
  :: else -> first = id
  fi;
  open = true;
  posted = true;
  posted_table = true;
  printf ("executes a statement\n");
  next_commit (w)
}

proctype Early (byte w)
{
  byte id, first;              /* what it fences, and what it did at first */
  bool many, open, posted, posted_table, rolled_back;

  atomic { what_is_written (); execute_statement (w) }

end:
  do
#if EARLY == 1
  /* One call for all that is written. */
  :: d_step { posted -> posted = false; fence_early (first, w); fence_early (TABLE, w); printf ("early fences of %d, 2 arrive\n", first) }
  :: d_step { open && (counts (id, w) || counts (TABLE, w)) -> rely_on_nothing (w); printf ("the fences grow old\n") }
  :: d_step { open && !counts (id, w) -> fence_again (id, w); fence_again (TABLE, w); printf ("fences %d, 2 again\n", id) }
  :: d_step { may_unfence (w) -> unfence (first, w); unfence (id, w); unfence (TABLE, w); printf ("unfences %d, %d, 2\n", first, id) }
  :: d_step { may_reset_early (w) && !many -> reset (id, w); reset (TABLE, w); printf ("resets %d, 2\n", id) }
  :: d_step { may_reset_early (w) && many -> reset_many (w); reset (TABLE, w); printf ("resets many, 2\n") }
#else
  :: d_step { posted -> posted = false; fence_early (first, w); printf ("the early fence of %d arrives\n", first) }
  :: d_step { posted_table -> posted_table = false; fence_early (TABLE, w); printf ("the early fence of 2 arrives\n") }
  :: d_step { open && counts (id, w) -> rely_no_more (id, w); printf ("the fence of %d grows old\n", id) }
  :: d_step { open && counts (TABLE, w) -> rely_no_more (TABLE, w); printf ("the fence of 2 grows old\n") }
  :: d_step { open && !counts (id, w) -> fence_again (id, w); printf ("fences %d again\n", id) }
  :: d_step { open && !counts (TABLE, w) -> fence_again (TABLE, w); printf ("fences 2 again\n") }
  :: d_step { may_unfence (w) -> unfence (first, w); printf ("unfences %d\n", first) }
  :: d_step { may_unfence (w) && many -> unfence (SWEEP, w); printf ("unfences 1\n") }
  :: d_step { may_unfence (w) -> unfence (TABLE, w); printf ("unfences 2\n") }
  :: d_step { may_reset_early (w) && !many -> reset (id, w); printf ("resets %d\n", id) }
  :: d_step { may_reset_early (w) && many -> reset_many (w); printf ("resets many\n") }
  :: d_step { may_reset_early (w) -> reset (TABLE, w); printf ("resets 2\n") }
#endif
  :: d_step { open && may_send_commit (w) -> send_commit (w); printf ("sends COMMIT\n") }
  :: d_step { open -> roll_back (w); printf ("rolls back\n") }
  :: d_step { undecided (w) -> settle (w); row++; printf ("lands\n") }
  :: d_step { undecided (w) -> settle (w); printf ("fails\n") }
  od
}

#endif

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

#if NEARS

inline some_lease ()
{
  if
  :: leased & bit (0) -> p = 0
  :: leased & bit (1) -> p = 1
  fi
}

#endif

/* One key, and what is done with it: for an object that was loaded before, or
 * made first and the value loaded after it. Time may pass between all steps.
 * Readers are alike too.
 */
proctype Reader (byte others)
{
  byte stamp, stamp_epoch, value, key;
  bool storable;
#if NEARS
  byte p;
#endif

  if
  :: if
     :: atomic { begin (); next_reader () }
#if NEARS
     :: atomic { some_lease (); begin_with_lease (p); p = 0; next_reader () }
#endif
     fi;
     load ();
     if
     :: d_step { make_key (); forget_what_is_not_needed () }
#if NEARS
     :: atomic { some_lease (); make_key_near (p); p = 0; forget_what_is_not_needed () }
#endif
     fi
  :: if
     :: atomic
        {
          stamp = UNLIMITED;
          stamp_epoch = redis.epoch;
          make_key ();
          forget_what_is_not_needed ();
          next_reader ()
        }
#if NEARS
     :: atomic
        {
          some_lease ();
          stamp = UNLIMITED;
          stamp_epoch = near[p].epoch;
          make_key_near (p);
          p = 0;
          forget_what_is_not_needed ();
          next_reader ()
        }
#endif
     fi;
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

#if NEARS

/* A near cache, which lists the table if it finds it unlisted. A lease may be
 * renewed before it ends.
 */
proctype Near (byte p)
{
  byte left = LEASES;

end:
  do
  :: d_step { redis.list != LISTED -> put_on_list (); printf ("lists the table\n") }
  :: d_step { left > 0 -> lease (p) }
  :: d_step { leased & bit (p) -> end_lease (p); printf ("the lease ends\n") }
  od
}

proctype Retire (byte k)
{
  d_step { redis.list != UNLISTED -> close_list (k); printf ("closes the list\n") }
end:
  do
  :: d_step { may_remove (k) -> remove_from_list (); printf ("takes the table off the list\n") }
  od
}

#endif

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

proctype Loss ()
{
  byte losses;

  do
  :: losses < LOSSES ->
     replicate ();
     atomic
     {
       lose_data ();
       copy (NOTHING, REPLICA);
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
#if EARLY
    run Early (0);
#else
    run Commit (0);
#endif
    run Reader (READERS - 1);
#if NEARS
    run Near (0);
#if NEARS > 1
    run Near (1);
#endif
#if RETIRES
    run Retire (0);
#if RETIRES > 1
    run Retire (1);
#endif
#endif
#endif
    run Time ();
    run Loss ()
  }
}
