#include <tests/fault/outages/faults.hxx>

#include <memory>
#include <utility>

#include <odb_alkey/tokens/scripts.hxx>

#include <tests/fault/outages/actions.hxx>
#include <tests/fault/outages/cluster-faults.hxx>
#include <tests/support/redis-setup.hxx>

namespace outages
{
  namespace
  {
    using std::chrono::milliseconds;
    typedef std::vector<fault> list;

    namespace scripts = odb_alkey::tokens::scripts;

    const moment before_fence {scripts::fence.sha1, false};
    const moment before_fence_reply {scripts::fence.sha1, true};
    const moment before_reset {scripts::reset.sha1, false};
    const moment before_reset_reply {scripts::reset.sha1, true};

    action redis (void (redis_server::*f) ())
    {
      return [f] (site& s)
      {
        (s.redis ().*f) ();
      };
    }

    action network (void (tests::proxy::*f) ())
    {
      return [f] (site& s)
      {
        (s.network ().*f) ();
      };
    }

    action order (const char* command)
    {
      return [command] (site& s)
      {
        tests::order (s.redis (), {command});
      };
    }

    const action kill (redis (&redis_server::kill));
    const action restart (redis (&redis_server::restart));
    const action stop (redis (&redis_server::stop));
    const action resume (redis (&redis_server::resume));
    const action save (order ("SAVE"));
    const action pass (network (&tests::proxy::pass));
    const action cut (network (&tests::proxy::cut));

    void at_each_step (list& l)
    {
      const std::pair<moment, std::string> steps[] = {
        {before_fence, "before the fence"},
        {before_fence_reply, "before the fence's reply"},
        {before_commit, "before COMMIT"},
        {after_commit, "after COMMIT"},
        {before_reset, "before the reset"},
        {before_reset_reply, "after the reset"}};

      for (const auto& s : steps)
      {
        l.push_back (
          {"SIGKILL " + s.second, s.first, brief, no_time, kill, restart});
        l.push_back (
          {"SIGSTOP " + s.second, s.first, brief, no_time, stop, resume});
      }

      l.push_back (
        {"SIGSTOP for a second", any, lasting, no_time, stop, resume});
      l.push_back ({"SIGSTOP again and again", before_reset, no_time, no_time,
                    stutter (stop, resume), nullptr, nullptr, stutters});
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
        l.push_back ({step.second, before_commit, no_time, a_while,
                      [by] (site& s)
                      {
                        s.redis ().step_clock (by);
                      }});
      }
    }

    const list losing_data {
      {"restart, nothing lost", before_commit, brief, no_time,
       in_order ({save, kill}), in_order ({restart, &site::forget_snapshot})},
      {"restart, last writes lost", after_commit, no_time, a_while, restart,
       &site::forget_snapshot, save},
      {"restart, everything lost", before_commit, no_time, a_while, restart},
      {"FLUSHALL", before_commit, no_time, a_while, order ("FLUSHALL")},
      {"replica that lags promoted", after_commit, brief, a_while,
       &site::promote_laggard, nullptr, &site::add_laggard},
      {"two fail-overs", before_commit, no_time, a_while,
       &site::fail_over_twice, nullptr, &site::add_laggard},
      {"another server and back", any, lasting, no_time, &site::go_elsewhere,
       &site::come_back}};

    void running_full (list& l)
    {
      for (const char* p : {"allkeys-lru", "allkeys-random", "volatile-lru"})
        l.push_back ({std::string ("tokens evicted, ") + p, before_commit,
                      brief, a_while,
                      [p] (site& s)
                      {
                        s.evict_tokens (p);
                      }});

      // The one that evicts nothing comes last, and stays.
      //
      for (const char* p :
           {"allkeys-lru", "allkeys-lfu", "allkeys-random", "volatile-lru",
            "volatile-lfu", "volatile-ttl", "volatile-random", "noeviction"})
        l.push_back ({std::string ("maxmemory, ") + p, before_commit, brief,
                      a_while, [p] (site& s) { s.fill_memory (p); },
                      &site::empty_memory});

      l.push_back ({"disk full", any, brief, no_time, &site::fill_disk,
                    &site::empty_disk,
                    [] (site& s)
                    {
                      s.write_to_disk ("everysec");
                    }});
      l.push_back ({"disk full, ends Redis", before_commit, brief, no_time,
                    &site::fill_disk, restart,
                    [] (site& s)
                    {
                      s.write_to_disk ("always");
                    }});
    }

    // Bytes that were swallowed stay so, until the connections end.
    //
    const list bad_network {
      {"network slow", any, brief, no_time,
       [] (site& s) { s.network ().delay (milliseconds (25)); }, pass, nullptr,
       0},
      {"network throttled", any, brief, no_time,
       [] (site& s) { s.network ().throttle (20000); }, pass, nullptr, 0},
      {"network cut", before_fence_reply, no_time, no_time, cut, pass},
      {"connections reset", before_reset, no_time, no_time,
       network (&tests::proxy::reset), pass},
      {"connections refused", after_commit, brief, no_time,
       network (&tests::proxy::refuse), pass},
      {"network cut again and again", any, no_time, no_time,
       again (20, cut, milliseconds (15)), pass},
      {"replies truncated", any, brief, no_time,
       in_order ({[] (site& s) { s.network ().truncate (20, 12); }, cut}),
       pass},
      {"replies swallowed", before_commit, brief, no_time,
       network (&tests::proxy::swallow_replies), in_order ({pass, cut})},
      {"requests late", before_fence, brief, no_time,
       network (&tests::proxy::hold), pass},
      {"black hole", before_commit, lasting, no_time,
       network (&tests::proxy::black_hole), in_order ({pass, cut})}};

    // One fault after another, for a second or so, before anybody has got over
    // the one before.
    //
    const unsigned chaotic_steps (16);

    action any_loss (workload::chance& random)
    {
      const action losses[] = {restart,

                               // The next restart goes back to that.
                               //
                               save, order ("FLUSHALL"),
                               [] (site& s)
                               { s.evict_tokens ("volatile-lru"); },
                               [&random] (site& s)
                               {
                                 s.redis ().stop ();
                                 random.sleep (milliseconds (150));
                                 s.redis ().resume ();
                               }};

      return losses[random.below (5)];
    }

    action any_trouble (workload::chance& random)
    {
      const action troubles[] = {
        network (&tests::proxy::black_hole),
        network (&tests::proxy::swallow_replies),
        network (&tests::proxy::hold),
        network (&tests::proxy::refuse),
        [&random] (site& s)
        { s.network ().delay (milliseconds (random.below (60))); },
        cut,
        [&random] (site& s)
        {
          s.network ().truncate (random.below (200), 3);
          s.network ().reset ();
        },
        in_order ({pass, cut})};

      return troubles[random.below (8)];
    }

    void bring_chaos (site& s, workload::chance& random)
    {
      for (unsigned n (0); n != chaotic_steps; ++n)
      {
        (random.one_in (2) ? any_loss (random) : any_trouble (random)) (s);

        // Mostly there is somebody to reach in between.
        //
        random.sleep (milliseconds (80));

        if (random.one_in (3))
          in_order ({pass, cut}) (s);
      }
    }

    void end_chaos (site& s)
    {
      s.network ().truncate (0, 0);
      in_order ({pass, cut}) (s);
      s.forget_snapshot ();
    }
  }

  std::vector<fault> faults (site::kind k, std::uint64_t seed)
  {
    list l;

    if (k == site::kind::sentinels)
      return {{"fail-over by Sentinel", after_commit, no_time, no_time, kill,
               &site::await_fail_over}};

    if (k == site::kind::cluster)
      return cluster_faults ();

    at_each_step (l);

    // Before there are replicas: a server whose clock says that the last one
    // has gone an hour ago takes another replication id.
    //
    stepping_clock (l);
    l.insert (l.end (), losing_data.begin (), losing_data.end ());
    running_full (l);
    l.insert (l.end (), bad_network.begin (), bad_network.end ());

    auto random (std::make_shared<workload::chance> (seed));

    for (const char* name : {"all of it", "all of it once more"})
      l.push_back ({name, any, no_time, no_time,
                    [random] (site& s) { bring_chaos (s, *random); },
                    end_chaos, nullptr, 0});

    return l;
  }
}
