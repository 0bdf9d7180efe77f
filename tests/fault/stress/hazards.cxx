#include <tests/fault/stress/hazards.hxx>

#include <chrono>
#include <cstring>

#include <signal.h>
#include <unistd.h>

#include <odb/statement.hxx>
#include <odb/transaction.hxx>

namespace stress
{
  void die ()
  {
    kill (getpid (), SIGKILL);

    for (;;)
      pause ();
  }

  hazards::hazards (board& b, const std::string& redis_url, unsigned slot,
                    std::uint64_t seed)
      : counts_ (b), commit_ (b.open[slot]), random_ (seed),
        disturbance_ (redis_url, b)
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

  void hazards::committing (std::uint64_t subjects)
  {
    commit_.subjects = subjects;
    commit_.since = board::clock::now ().time_since_epoch ().count ();
  }

  void hazards::over ()
  {
    commit_.since = 0;
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
        disturbance_.evict (s);
  }

  void hazards::maybe_lose ()
  {
    if (!counts_.lose.exchange (false))
      return;

    // Long enough for others to find out, and to go on with what this commit
    // is about to make old.
    //
    disturbance_.lose (random_);
    random_.sleep (std::chrono::milliseconds (60));
    lost_ = true;
  }

  void hazards::die_of (count c)
  {
    counts_.desert (commit_.subjects);
    counts_.add (c);
    die ();
  }

  void hazards::execute (odb::connection&, const char* statement)
  {
    if (std::strcmp (statement, "COMMIT") != 0)
      return;

    maybe_evict ();
    maybe_lose ();
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
    counts_.commit_took (board::clock::now ().time_since_epoch () -
                           board::clock::duration (commit_.since.load ()),
                         commit_.subjects);
    commit_.since = 0;
    counts_.add (count::commits);

    // Who has outlived the loss of its fences is not likely to mend it.
    //
    if (lost_ ? !random_.one_in (4) : counts_.storm && random_.one_in (60))
      die_of (count::died_after_commit);

    lost_ = false;
    maybe_pause ();
  }
}
