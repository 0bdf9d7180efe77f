#include <tests/fault/support/hazards.hxx>

#include <chrono>
#include <cstring>
#include <thread>

#include <signal.h>
#include <unistd.h>

#include <odb/statement.hxx>
#include <odb/transaction.hxx>

namespace workload
{
  hazards::hazards (const setting& s, unsigned slot, std::uint64_t seed)
      : given_ (s), counts_ (s.counts), commit_ (s.counts.open[slot]),
        unsettled_ (s.counts.unsettled[slot]), random_ (seed),
        redis_ (s.cache_url, s.counts)
  {
  }

  void hazards::attach (odb::transaction& t)
  {
    t.callback_register (&called, this, odb::transaction::event_commit);
  }

  void hazards::called (unsigned short, void* key, unsigned long long)
  {
    static_cast<hazards*> (key)->committed ();
  }

  void hazards::committing (const odb_alkey::plugin& p, std::uint64_t subjects)
  {
    alkey_ = &p;
    odb_alkey::stats n (p.stats ());
    fences_ = n.fences;
    retries_ = n.retries;
    done_ = false;
    mark_ = board::clock::now ();
    commit_.subjects = subjects;
    commit_.since = mark_.time_since_epoch ().count ();
  }

  bool hazards::over ()
  {
    commit_.since = 0;
    counts_.took (done_ ? library_call::reset : library_call::refused, mark_);
    return done_;
  }

  void hazards::settled ()
  {
    unsettled_ = 0;
  }

  // Not for longer than a commit may take.
  //
  void hazards::wait_at (step s)
  {
    if (!counts_.trap.compare_exchange_strong (s, step::reached))
      return;

    board::clock::time_point end (
      board::clock::now () +
      std::chrono::microseconds (counts_.fence_timeout / 3));

    while (counts_.trap == step::reached && board::clock::now () < end)
      std::this_thread::sleep_for (std::chrono::microseconds (100));

    trapped_ = true;
    linger ();
  }

  void hazards::linger ()
  {
    std::this_thread::sleep_for (std::chrono::microseconds (counts_.linger));
  }

  void hazards::maybe_pause ()
  {
    if (random_.one_in (4))
      random_.sleep (std::chrono::microseconds (1500));
    else if (random_.one_in (8))
      random_.sleep (std::chrono::milliseconds (12));
  }

  // What is fenced must stay.
  //
  void hazards::maybe_evict ()
  {
    if (!random_.one_in (8))
      return;

    for (subject s (0); s != subject_count; ++s)
      if ((commit_.subjects & bit (s)) != 0)
        redis_.evict (s);
  }

  void hazards::maybe_lose ()
  {
    if (!counts_.lose.exchange (false))
      return;

    // Long enough for others to find out, and to go on with what this commit
    // is about to make old.
    //
    redis_.lose (random_);
    random_.sleep (std::chrono::milliseconds (60));
    lost_ = true;
  }

  void hazards::die_of (count c)
  {
    counts_.desert (commit_.subjects);
    counts_.add (c);
    kill (getpid (), SIGKILL);

    for (;;)
      pause ();
  }

  void hazards::execute (odb::connection&, const char* statement)
  {
    if (std::strcmp (statement, "COMMIT") != 0)
      return;

    counts_.took (library_call::fence, mark_);

    // One that took too long may have been confirmed, and not be relied on.
    //
    odb_alkey::stats n (alkey_->stats ());
    marked_ = n.fences != fences_ && n.retries == retries_;

    // Before the COMMIT: whoever sees it knows that it may not be told of.
    //
    if (!marked_ && given_.options.when_unavailable ==
                      odb_alkey::when_unavailable::proceed)
      unsettled_.fetch_or (commit_.subjects);

    wait_at (step::before_commit);

    if (given_.meddling)
    {
      maybe_evict ();
      maybe_lose ();
    }

    maybe_pause ();

    if (counts_.storm && random_.one_in (100))
      die_of (count::died_before_commit);
  }

  void hazards::execute (odb::connection& c, const odb::statement& s)
  {
    execute (c, s.text ());
  }

  void hazards::committed ()
  {
    if (marked_)
      counts_.commit_took (board::clock::now ().time_since_epoch () -
                             board::clock::duration (commit_.since.load ()),
                           commit_.subjects);

    commit_.since = 0;
    done_ = true;
    counts_.add (count::commits);

    if (trapped_)
      linger ();
    else
      wait_at (step::after_commit);

    trapped_ = false;

    // Who has outlived the loss of its fences is not likely to mend it.
    //
    if (lost_ ? !random_.one_in (4) : counts_.storm && random_.one_in (60))
      die_of (count::died_after_commit);

    lost_ = false;
    maybe_pause ();
    mark_ = board::clock::now ();
  }
}
