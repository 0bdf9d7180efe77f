/* Transactions that write x. */

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

/* The same with early fences: a transaction executes a statement, and sends
 * COMMIT then, or rolls back, or does nothing more. What it posts arrives at
 * any time, also when everything is over.
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

inline reset_written (w)
{
  if
  :: many -> reset_many (w); printf ("resets many\n")
  :: else -> reset (id, w); printf ("resets %d\n", id)
  fi
}

proctype Early (byte w)
{
  byte id, first;              /* what it fences, and what it did at first */
  bool many, open, posted, posted_table, rolled_back;

  atomic { what_is_written (); execute_statement (w) }

end:
  do
  :: d_step { open && may_send_commit (w) -> send_commit (w) }
  :: d_step { open -> roll_back (w) }
  :: d_step { undecided (w) -> settle (w); row++; printf ("lands\n") }
  :: d_step { undecided (w) -> settle (w); printf ("fails\n") }

#if EARLY == 1                 /* one call for all that is written */

  :: d_step
     {
       posted -> posted = false;
       fence_early (first, w); fence_early (TABLE, w)
     }
  :: d_step
     {
       open && (counts (id, w) || counts (TABLE, w)) ->
       grow_old (id, w); grow_old (TABLE, w)
     }
  :: d_step
     {
       open && !counts (id, w) ->
       fence_again (id, w); fence_again (TABLE, w)
     }
  :: d_step
     {
       may_unfence (w) ->
       unfence (first, w); unfence (id, w); unfence (TABLE, w)
     }
  :: d_step
     {
       may_reset_early (w) ->
       reset_written (w); reset (TABLE, w)
     }

#else                          /* each in a call of its own */

  :: d_step { posted -> posted = false; fence_early (first, w) }
  :: d_step { posted_table -> posted_table = false; fence_early (TABLE, w) }
  :: d_step { open && counts (id, w) -> grow_old (id, w) }
  :: d_step { open && counts (TABLE, w) -> grow_old (TABLE, w) }
  :: d_step { open && !counts (id, w) -> fence_again (id, w) }
  :: d_step { open && !counts (TABLE, w) -> fence_again (TABLE, w) }
  :: d_step { may_unfence (w) -> unfence (first, w) }
  :: d_step { may_unfence (w) && many -> unfence (SWEEP, w) }
  :: d_step { may_unfence (w) -> unfence (TABLE, w) }
  :: d_step { may_reset_early (w) -> reset_written (w) }
  :: d_step { may_reset_early (w) -> reset (TABLE, w); printf ("resets 2\n") }

#endif

  od
}

#endif
