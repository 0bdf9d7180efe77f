/* The invalidation protocol: one object x, the commits that write it, and the
 * readers that make keys for it and store values under them. This file and
 * writers.pml say who does something, and rules/ by which rules.
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
#define EARLY 0                /* early fences: 1 in one call, 2 one by one */
#endif

#define EPOCHS (1 + 2 * LOSSES)
#define TICKS (3 + 2 * READERS + NEARS * LEASES)  /* that can be told apart */
#define UNLIMITED TICKS

#include "rules/redis.pml"
#include "rules/guarantees.pml"
#include "rules/writing.pml"
#include "rules/early.pml"
#include "rules/reading.pml"
#include "rules/near.pml"
#include "rules/losing.pml"
#include "writers.pml"

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
     :: atomic
        {
          some_lease ();
          make_key_near (p);
          p = 0;
          forget_what_is_not_needed ()
        }
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

/* A near cache, which puts the table on the list if that is open to it. A
 * lease may be renewed before it ends.
 */
proctype Near (byte p)
{
  byte left = LEASES;

end:
  do
  :: d_step { redis.list != LISTED -> put_on_list (); printf ("lists it\n") }
  :: d_step { left > 0 -> lease (p) }
  :: d_step { leased & bit (p) -> end_lease (p); printf ("the lease ends\n") }
  od
}

/* Takes the table off the list. */

proctype Retire (byte k)
{
  d_step
  {
    redis.list != UNLISTED ->
    close_list (k);
    printf ("closes the list\n")
  }
end:
  do
  :: d_step { may_remove (k) -> remove_from_list (); printf ("unlists it\n") }
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
