/* One lease with clocks: a reader leases a token, a commit fences it and
 * waits, messages take any time, and the clocks of the two drift.
 *
 * In protocol.pml a commit waits until the leases have ended that were there
 * when it fenced. This is how the two find out without a message: each looks
 * at its own clock. True time is something that nobody can read.
 */

/* In ticks of true time, or of a clock. */

#define LENGTH 8               /* how long the commit waits */
#define LEASE 6                /* how long the reader uses its lease */
#define DRIFT 8                /* a clock is wrong by one tick in so many */
#ifndef START
#define START 2                /* the reader asks until then */
#endif
#ifndef END
#define END 14
#endif

byte now;                      /* the true time */
byte reader_clock;             /* which may be slow */
byte reader_slip = DRIFT;      /* how long it has been right since */
byte writer_clock;             /* which may be fast */
byte writer_slip = DRIFT;

bool fenced, commit_is_sent;

/* Rules. */

/* The lease counts from before the request is sent. */

inline before_the_request ()
{
  begun = reader_clock
}

inline after_the_reply ()
{
  skip
}

#define lease_holds (reader_clock < begun + LEASE)

/* The commit counts from when it has the reply to its fence. */

#define waits_from writer_clock

/* The steady clock goes on while the machine sleeps. */

#define reader_clock_may_stop false

/* The processes. */

proctype Reader ()
{
  byte begun;

end_too_late:
  d_step
  {
    now <= START ->
    before_the_request ();
    printf ("%d: the reader asks\n", now)
  };
  if
  :: d_step { !fenced -> printf ("%d: the token is leased\n", now) }
  :: fenced -> goto done
  fi;
  d_step
  {
    after_the_reply ();
    printf ("%d: the reader has the reply\n", now)
  };
end:
  do
  :: d_step
     {
       lease_holds ->
       printf ("%d: makes a key\n", now);
       assert (!(commit_is_sent))
     }
  od;
done:
  skip
}

proctype Commit ()
{
  byte sent, due;

  d_step { sent = writer_clock; printf ("%d: the fence is sent\n", now) };
  d_step { fenced = true; printf ("%d: fenced\n", now) };
  d_step
  {
    due = waits_from + LENGTH;
    printf ("%d: the commit has the reply\n", now)
  };
end:
  d_step
  {
    writer_clock >= due ->
    commit_is_sent = true;
    printf ("%d: sends COMMIT\n", now)
  }
}

inline reader_tick ()
{
  reader_clock++;
  if
  :: reader_slip < DRIFT -> reader_slip++
  :: else
  fi
}

inline writer_tick ()
{
  writer_clock++;
  if
  :: writer_slip < DRIFT -> writer_slip++
  :: else
  fi
}

proctype Time ()
{
end:
  do
  :: atomic
     {
       now < END ->
       now++;
       if
       :: reader_tick ()
       :: reader_slip == DRIFT ->
          reader_slip = 1;
          printf ("%d: the reader's clock is slow\n", now)
       :: reader_clock_may_stop ->
          printf ("%d: the reader's clock stands still\n", now)
       fi;
       if
       :: writer_tick ()
       :: writer_slip == DRIFT ->
          writer_slip = 1;
          writer_clock = writer_clock + 2;
          printf ("%d: the commit's clock is fast\n", now)
       fi
     }
  od
}

init
{
  atomic
  {
    run Reader ();
    run Commit ();
    run Time ()
  }
}
