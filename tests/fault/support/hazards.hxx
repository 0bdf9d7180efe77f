#ifndef TESTS_FAULT_SUPPORT_HAZARDS_HXX
#define TESTS_FAULT_SUPPORT_HAZARDS_HXX

#include <chrono>
#include <cstdint>
#include <cstring>
#include <thread>

#include <signal.h>
#include <unistd.h>

#include <odb/statement.hxx>
#include <odb/tracer.hxx>
#include <odb/transaction.hxx>

#include <tests/fault/support/board.hxx>
#include <tests/fault/support/hesitation.hxx>
#include <tests/fault/support/worker.hxx>

namespace workload
{
  // Stops or ends a writer in the middle of its commits, or lets Redis lose
  // everything then: when the plugin has fenced and COMMIT is about to be
  // sent, and when COMMIT is done and the plugin has not reset yet. It also
  // measures them.
  //
  class hazards: public odb::tracer
  {
  public:
    // The writer has this number on the board.
    //
    hazards (const setting& s, unsigned writer, std::uint64_t seed)
        : given_ (s), counts_ (s.counts), commit_ (s.counts.open[writer]),
          unsettled_ (s.counts.unsettled[writer]), random_ (seed),
          redis_ (s.cache_url, s.counts)
    {
    }

    // ODB points to it.
    //
    hazards (const hazards&) = delete;
    hazards& operator= (const hazards&) = delete;

    // It is called before the first write of a transaction, so that its
    // callback is called before the plugin's.
    //
    void attach (odb::transaction& t)
    {
      t.callback_register ([] (unsigned short, void* h, unsigned long long)
                           { static_cast<hazards*> (h)->committed (); },
                           this, odb::transaction::event_commit);
    }

    // commit () of this plugin's database is about to be called; these
    // subjects were written.
    //
    void committing (const odb_alkey::plugin& p, std::uint64_t subjects)
    {
      alkey_ = &p;
      odb_alkey::stats n (p.stats ());
      fences_ = n.fences;
      retries_ = n.retries;
      done_ = false;
      since_ = board::clock::now ();
      commit_.subjects = subjects;
      commit_.since = since_.time_since_epoch ().count ();
    }

    // commit () threw or the writer is past it. The first says whether its
    // COMMIT was done.
    //
    bool over ()
    {
      commit_.since = 0;
      counts_.took (since_);
      return done_;
    }

    // Redis has been told of everything.
    //
    void settled ()
    {
      unsettled_ = 0;
    }

    void execute (odb::connection&, const char* statement) override
    {
      if (std::strcmp (statement, "COMMIT") != 0)
        return;

      counts_.took (since_);

      // One that took too long may have been confirmed, and not be relied on.
      //
      odb_alkey::stats n (alkey_->stats ());
      fenced_ = n.fences != fences_ && n.retries == retries_;

      // Before the COMMIT: whoever sees it knows that it may not be told of.
      //
      if (!fenced_ && given_.options.when_unavailable ==
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

    void execute (odb::connection& c, const odb::statement& s) override
    {
      execute (c, s.text ());
    }

  private:
    void committed ()
    {
      if (fenced_)
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

      // A writer could mend the loss of its fences, so mostly it dies.
      //
      if (lost_ ? !random_.one_in (4) : counts_.storm && random_.one_in (60))
        die_of (count::died_after_commit);

      lost_ = false;
      maybe_pause ();
      since_ = board::clock::now ();
    }

    // Not for longer than a commit may take.
    //
    void wait_at (step s)
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

    void linger ()
    {
      std::this_thread::sleep_for (std::chrono::microseconds (counts_.linger));
    }

    void maybe_pause ()
    {
      if (random_.one_in (4))
        random_.sleep (std::chrono::microseconds (1500));
      else if (random_.one_in (8))
        random_.sleep (std::chrono::milliseconds (12));
    }

    // A token that is fenced must stay.
    //
    void maybe_evict ()
    {
      if (!random_.one_in (8))
        return;

      for (subject s (0); s != subject_count; ++s)
        if ((commit_.subjects & bit (s)) != 0)
          redis_.evict (s);
    }

    void maybe_lose ()
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

    void die_of (count c)
    {
      counts_.desert (commit_.subjects);
      counts_.add (c);
      kill (getpid (), SIGKILL);

      for (;;)
        pause ();
    }

    const setting& given_;
    board& counts_;
    board::commit& commit_;
    std::atomic<std::uint64_t>& unsettled_;
    chance random_;
    back_door redis_;
    bool lost_ = false;

    // These belong to the present commit.
    //
    const odb_alkey::plugin* alkey_ = nullptr;
    std::uint64_t fences_ = 0;
    std::uint64_t retries_ = 0;
    bool fenced_ = false;
    bool done_ = false;
    bool trapped_ = false;
    board::clock::time_point since_;
  };
}

#endif // TESTS_FAULT_SUPPORT_HAZARDS_HXX
