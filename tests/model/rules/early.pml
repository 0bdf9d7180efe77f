/* Rules of early fences (EARLY): a transaction posts a fence when it is about
 * to execute a statement, and does not await it.
 *
 * When COMMIT is sent, it relies on a fence of each token that it writes. It
 * may do so from the reply on, until a quarter of the fence timeout has gone
 * by since the fence was posted. A fence that nobody relies on may be found
 * old at any moment.
 */

#if EARLY

/* If Redis had lost a fence of the token, that is made good. */

inline rely_on (id, w)
{
  relied_on[id] = relied_on[id] | bit (w);
  lost[id] = lost[id] & ~bit (w)
}

inline rely_no_more (id, w)
{
  relied_on[id] = relied_on[id] & ~bit (w)
}

inline grow_old (id, w)
{
  rely_no_more (id, w);
  printf ("the fence of %d grows old\n", id)
}

#define counts(id, w) (relied_on[id] & bit (w))

/* The early fence of a row is of no use to a transaction that has come to
 * write so many that it has to fence their sweep.
 */
#define may_count(token) (open && (token == id || token == TABLE))

inline fence_early (token, w)
{
  printf ("the early fence of %d arrives\n", token);
  if
  :: may_count (token) ->
     fence_and_wait (token, w);
     rely_on (token, w)
  :: else ->
     fence (token, w)
  fi
}

/* Where a fence does not count, COMMIT has to await another one. */

inline fence_again (id, w)
{
  fence_and_wait (id, w);
  rely_on (id, w);
  printf ("fences %d again\n", id)
}

#define may_send_commit(w) (counts (id, w) && counts (TABLE, w) && !waits (w))

/* After a rollback, if COMMIT was not sent, the fence goes, and nothing else
 * changes.
 */
inline unfence (id, w)
{
  if
  :: redis.token[id].exists ->
     redis.token[id].fences = redis.token[id].fences & ~bit (w)
  :: else
  fi;
  printf ("unfences %d\n", id)
}

#define may_unfence(w) rolled_back
#define may_reset_early(w) (!open && !rolled_back && may_reset (w))

inline send_commit (w)
{
  open = false;
  in_flight = in_flight | bit (w);
  printf ("sends COMMIT\n")
}

inline roll_back (w)
{
  open = false;
  rolled_back = true;
  rely_on_nothing (w);
  printf ("rolls back\n")
}

inline rely_on_nothing (w)
{
  rely_no_more (OBJECT, w);
  rely_no_more (SWEEP, w);
  rely_no_more (TABLE, w)
}

#else

inline rely_on_nothing (w)
{
  skip
}

#endif
