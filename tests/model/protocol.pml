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

#define EPOCHS (1 + 2 * LOSSES)
#define TICKS (3 + 2 * READERS)  /* more than can be told apart */
#define UNLIMITED TICKS

#include "rules/redis.pml"
#include "rules/guarantees.pml"
#include "rules/writing.pml"
#include "rules/reading.pml"
#include "rules/losing.pml"

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
