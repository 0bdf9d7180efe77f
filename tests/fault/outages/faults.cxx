#include <tests/fault/outages/faults.hxx>

#include <memory>
#include <thread>
#include <utility>

#include <tests/fault/outages/full.hxx>
#include <tests/support/redis-setup.hxx>

namespace outages
{
  namespace
  {
    using std::chrono::milliseconds;
    typedef std::vector<fault> list;

    // Longer than a call waits; and than anybody would who does not give up
    // asking.
    //
    const milliseconds brief (200);
    const milliseconds lasting (1000);

    // For others to make values of what the commit is about to make old.
    //
    const milliseconds a_while (80);
    const milliseconds no_time (0);

    void kill (site& s)
    {
      s.redis ().kill ();
    }

    void restart (site& s)
    {
      s.redis ().restart ();
    }

    void pass (site& s)
    {
      s.network ().pass ();
    }

    // Stops for longer than a command waits, and goes on for longer than
    // nobody notices, so that replies come when nobody waits for them.
    //
    const unsigned stutters (5);

    void stutter (site& s)
    {
      for (unsigned i (0); i != stutters; ++i)
      {
        s.redis ().stop ();
        std::this_thread::sleep_for (milliseconds (130));
        s.redis ().resume ();
        std::this_thread::sleep_for (milliseconds (50));
      }
    }

    void at_each_step (list& l)
    {
      const std::pair<moment, const char*> steps[] = {
        {moment::before_fence, "before the fence"},
        {moment::before_fence_reply, "before the fence's reply"},
        {moment::before_commit, "before COMMIT"},
        {moment::after_commit, "after COMMIT"},
        {moment::before_reset, "before the reset"},
        {moment::before_reset_reply, "after the reset"}};

      for (const auto& s : steps)
      {
        l.push_back ({std::string ("SIGKILL ") + s.second, s.first, brief,
                      no_time, kill, restart});
        l.push_back ({std::string ("SIGSTOP ") + s.second, s.first, brief,
                      no_time, [] (site& x) { x.redis ().stop (); },
                      [] (site& x)
                      {
                        x.redis ().resume ();
                      }});
      }

      l.push_back ({"SIGSTOP for a second", moment::any, lasting, no_time,
                    [] (site& x) { x.redis ().stop (); },
                    [] (site& x)
                    {
                      x.redis ().resume ();
                    }});
      l.push_back ({"SIGSTOP again and again", moment::before_reset, no_time,
                    no_time, stutter});
      l.back ().times = stutters;
    }

    void forget_snapshot (site& s)
    {
      s.forget_snapshot ();
    }

    void restart_with_snapshot (site& s)
    {
      s.redis ().restart ();
      forget_snapshot (s);
    }

    void losing_data (list& l)
    {
      l.push_back ({"restart, nothing lost", moment::before_commit, brief,
                    no_time,
                    [] (site& s)
                    {
                      tests::order (s.redis (), {"SAVE"});
                      s.redis ().kill ();
                    },
                    restart_with_snapshot});
      l.push_back ({"restart, last writes lost", moment::after_commit, no_time,
                    a_while, [] (site& s) { s.redis ().restart (); },
                    forget_snapshot,
                    [] (site& s)
                    {
                      tests::order (s.redis (), {"SAVE"});
                    }});
      l.push_back ({"restart, everything lost", moment::before_commit, no_time,
                    a_while, restart});
      l.push_back ({"FLUSHALL", moment::before_commit, no_time, a_while,
                    [] (site& s)
                    {
                      tests::order (s.redis (), {"FLUSHALL"});
                    }});
      l.push_back ({"replica that lags promoted", moment::after_commit, brief,
                    a_while, [] (site& s) { s.promote_laggard (); }, nullptr,
                    [] (site& s)
                    {
                      s.add_laggard ();
                    }});
      l.push_back ({"two fail-overs", moment::before_commit, no_time, a_while,
                    [] (site& s) { s.fail_over_twice (); }, nullptr,
                    [] (site& s)
                    {
                      s.add_laggard ();
                    }});
      l.push_back ({"another server and back", moment::any, lasting, no_time,
                    [] (site& s) { s.go_elsewhere (); },
                    [] (site& s)
                    {
                      s.come_back ();
                    }});
    }

    void stepping_clock (list& l)
    {
      const std::pair<std::chrono::seconds, const char*> steps[] = {
        {std::chrono::seconds (2), "clock put forward by 2 s"},
        {std::chrono::hours (3), "clock put forward by 3 h"},
        {std::chrono::seconds (-60), "clock put back by 60 s"},
        {std::chrono::hours (-3), "clock put back by 3 h"}};

      for (const auto& step : steps)
      {
        std::chrono::seconds by (step.first);
        l.push_back ({step.second, moment::before_commit, no_time, a_while,
                      [by] (site& s)
                      {
                        s.redis ().step_clock (by);
                      }});
      }
    }

    void running_full (list& l)
    {
      // The one that evicts nothing comes last, and stays.
      //
      for (const char* policy :
           {"allkeys-lru", "allkeys-random", "volatile-lru"})
        l.push_back ({std::string ("tokens evicted, ") + policy,
                      moment::before_commit, brief, a_while,
                      [policy] (site& s)
                      {
                        evict_tokens (s, policy);
                      }});

      for (const char* policy :
           {"allkeys-lru", "allkeys-lfu", "allkeys-random", "volatile-lru",
            "volatile-lfu", "volatile-ttl", "volatile-random", "noeviction"})
        l.push_back ({std::string ("maxmemory, ") + policy,
                      moment::before_commit, brief, a_while,
                      [policy] (site& s) { fill_memory (s, policy); },
                      empty_memory});

      l.push_back ({"disk full", moment::any, brief, no_time, fill_disk,
                    empty_disk,
                    [] (site& s)
                    {
                      write_to_disk (s, "everysec");
                    }});
      l.push_back ({"disk full, ends Redis", moment::before_commit, brief,
                    no_time, fill_disk, restart,
                    [] (site& s)
                    {
                      write_to_disk (s, "always");
                    }});
    }

    fault network (const char* name, moment when, milliseconds lasts,
                   fault::action strike)
    {
      return {name, when, lasts, no_time, std::move (strike), pass};
    }

    void bad_network (list& l)
    {
      typedef tests::proxy proxy;

      l.push_back (network ("network slow", moment::any, brief,
                            [] (site& s)
                            { s.network ().delay (milliseconds (25)); }));
      l.back ().times = 0;
      l.push_back (network ("network throttled", moment::any, brief,
                            [] (site& s) { s.network ().throttle (20000); }));
      l.back ().times = 0;

      l.push_back (network ("network cut", moment::before_fence_reply, no_time,
                            [] (site& s) { s.network ().cut (); }));
      l.push_back (network ("connections reset", moment::before_reset, no_time,
                            [] (site& s) { s.network ().reset (); }));
      l.push_back (network ("connections refused", moment::after_commit, brief,
                            [] (site& s) { s.network ().refuse (); }));
      l.push_back (
        network ("network cut again and again", moment::any, no_time,
                 [] (site& s)
                 {
                   for (int i (0); i != 20; ++i)
                   {
                     s.network ().cut ();
                     std::this_thread::sleep_for (milliseconds (15));
                   }
                 }));
      l.push_back (network ("replies truncated", moment::any, brief,
                            [] (site& s)
                            {
                              s.network ().truncate (20, 12);
                              s.network ().cut ();
                            }));
      l.push_back (network ("replies swallowed", moment::before_commit, brief,
                            [] (site& s)
                            { s.network ().swallow_replies (); }));
      l.push_back (network ("requests late", moment::before_fence, brief,
                            [] (site& s) { s.network ().hold (); }));
      l.push_back (network ("black hole", moment::before_commit, lasting,
                            [] (site& s) { s.network ().black_hole (); }));

      // What was swallowed stays so.
      //
      for (fault& f : l)
        if (f.name == "black hole" || f.name == "replies swallowed")
          f.mend = [] (site& s)
          {
            proxy& p (s.network ());
            p.pass ();
            p.cut ();
          };
    }
  }

  std::vector<fault> faults (site::kind k, std::uint64_t seed)
  {
    list l;

    if (k == site::kind::sentinels)
    {
      l.push_back ({"fail-over by Sentinel", moment::after_commit, no_time,
                    no_time, kill,
                    [] (site& s)
                    {
                      s.await_fail_over ();
                    }});
      return l;
    }

    at_each_step (l);

    // Before there are replicas: a server whose clock says that the last one
    // has gone an hour ago takes another replication id.
    //
    stepping_clock (l);
    losing_data (l);
    running_full (l);
    bad_network (l);

    auto random (std::make_shared<workload::chance> (seed));

    for (const char* name : {"all of it", "all of it once more"})
    {
      l.push_back ({name, moment::any, no_time, no_time,
                    [random] (site& s) { bring_chaos (s, *random); },
                    end_chaos});
      l.back ().times = 0;
    }

    return l;
  }
}
