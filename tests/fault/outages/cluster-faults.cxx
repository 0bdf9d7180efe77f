#include <tests/fault/outages/cluster-faults.hxx>

#include <string>
#include <utility>

#include <tests/fault/outages/actions.hxx>

namespace outages
{
  namespace
  {
    using std::chrono::milliseconds;
    typedef cluster_site::part part;
    typedef std::vector<fault> list;

    action on_cluster (void (cluster_site::*f) ())
    {
      return [f] (site& s)
      {
        (s.cluster ().*f) ();
      };
    }

    // Of the node that was chosen.
    //
    action node (void (tests::redis_cluster::*f) (std::size_t))
    {
      return [f] (site& s)
      {
        (s.cluster ().nodes ().*f) (s.cluster ().chosen ());
      };
    }

    action choose (part p)
    {
      return [p] (site& s)
      {
        s.cluster ().choose (p);
      };
    }

    action replace (const char* option)
    {
      return [option] (site& s)
      {
        s.cluster ().replace (option);
      };
    }

    action begin_to_move (part p, unsigned percent)
    {
      return [p, percent] (site& s)
      {
        s.cluster ().begin_to_move (p, percent);
      };
    }

    action move_to_added (part p)
    {
      return [p] (site& s)
      {
        s.cluster ().move_to_added (p);
      };
    }

    const action kill (node (&tests::redis_cluster::kill));
    const action stop (node (&tests::redis_cluster::stop));
    const action resume (node (&tests::redis_cluster::resume));
    const action cut (on_cluster (&cluster_site::cut));
    const action be_impatient (on_cluster (&cluster_site::be_impatient));
    const action hold_back (on_cluster (&cluster_site::hold_back_replica));
    const action await_successor (on_cluster (&cluster_site::await_successor));
    const action await_vote (on_cluster (&cluster_site::await_vote));
    const action renew (on_cluster (&cluster_site::renew));
    const action replaced (in_order ({await_successor, renew}));
    const action await_hand_over (on_cluster (&cluster_site::await_hand_over));
    const action handed_over (in_order ({await_hand_over, renew}));

    // The same happens to a node of values and to that of the tokens.
    //
    void lose_node (list& l, part p, const std::string& of)
    {
      const action chosen (choose (p));
      const action impatient (in_order ({chosen, be_impatient, await_vote}));

      l.push_back ({"SIGKILL of " + of + ", fail-over", before_commit, lasting,
                    no_time, kill, replaced, impatient});
      l.push_back ({"SIGKILL of " + of + ", restart", after_commit, brief,
                    no_time, kill, renew, chosen});
      l.push_back ({"SIGSTOP of " + of + " for a second", any, lasting,
                    no_time, stop, renew, chosen});
      l.push_back ({"SIGSTOP of " + of + ", again and again", any, no_time,
                    no_time, stutter (stop, resume), renew, chosen, stutters});
      l.push_back ({of + " cut off, again and again", any, no_time, no_time,
                    again (20, cut, milliseconds (15)), renew, chosen});

      // The slots come back to a node that was lost.
      //
      l.push_back ({"SIGKILL of " + of + ", and back", after_commit, lasting,
                    no_time, kill, replaced,
                    in_order ({chosen, kill, replace ("TAKEOVER"), replaced,
                               on_cluster (&cluster_site::choose_successor),
                               be_impatient, await_vote})});
    }

    void replace_tokens (list& l)
    {
      const action chosen (choose (part::tokens));
      const action impatient (in_order ({chosen, be_impatient, await_vote}));
      const action lagging (in_order ({chosen, be_impatient, hold_back}));

      l.push_back ({"SIGKILL of tokens, replica lags", after_commit, lasting,
                    no_time, kill, replaced,
                    in_order ({lagging, await_vote})});
      l.push_back ({"FAILOVER before COMMIT", before_commit, brief, a_while,
                    replace (""), handed_over, impatient});
      l.push_back ({"SIGKILL of tokens, TAKEOVER", before_commit, brief,
                    a_while, in_order ({kill, replace ("TAKEOVER")}), replaced,
                    lagging});
      l.push_back ({"FAILOVER after COMMIT", after_commit, brief, no_time,
                    replace (""), handed_over, impatient});
      l.push_back ({"SIGSTOP of tokens, fail-over", before_commit, lasting,
                    no_time, stop, replaced, impatient});

      // The primary runs, and is not asked.
      //
      l.push_back ({"laggard's TAKEOVER before COMMIT", before_commit, brief,
                    a_while, replace ("TAKEOVER"), replaced, lagging});
      l.push_back ({"FAILOVER and back", any, no_time, no_time,
                    in_order ({await_hand_over, chosen, await_hand_over}),
                    renew, impatient, 2});
      l.push_back ({"TAKEOVER after COMMIT", after_commit, brief, no_time,
                    replace ("TAKEOVER"), replaced,
                    in_order ({chosen, be_impatient})});
      l.push_back ({"laggard's TAKEOVER after COMMIT", after_commit, brief,
                    no_time, replace ("TAKEOVER"), replaced, lagging});
    }

    void move_slots (list& l)
    {
      const action end (on_cluster (&cluster_site::end_to_move));

      // That loses no values, and no node.
      //
      l.push_back ({"slots of values moved, and back", any, no_time, no_time,
                    in_order ({on_cluster (&cluster_site::move_away),
                               on_cluster (&cluster_site::move_back)}),
                    nullptr, choose (part::values), 0});
      l.push_back ({"slots of values moved slowly", any, brief, no_time,
                    begin_to_move (part::values, 50), end,
                    choose (part::values), 0});
      l.push_back ({"slot of tokens moved", before_commit, no_time, a_while,
                    begin_to_move (part::tokens, 100), end,
                    choose (part::tokens)});
      l.push_back ({"slot of tokens moved slowly", after_commit, brief,
                    a_while, begin_to_move (part::tokens, 50), end,
                    choose (part::tokens)});

      for (const auto& p : {std::make_pair (part::values, "values"),
                            std::make_pair (part::tokens, "tokens")})
        l.push_back (
          {std::string ("node comes with ") + p.second + ", goes", any, brief,
           no_time, move_to_added (p.first),
           on_cluster (&cluster_site::remove_added),
           in_order ({choose (p.first), on_cluster (&cluster_site::add_node)}),
           p.first == part::values ? 0u : 2u});
    }
  }

  std::vector<fault> cluster_faults ()
  {
    list l;
    lose_node (l, part::values, "values");
    lose_node (l, part::tokens, "tokens");
    replace_tokens (l);
    move_slots (l);
    l.push_back ({"no replicas", any, brief, no_time,
                  on_cluster (&cluster_site::kill_replicas), renew,
                  be_impatient, 0});
    return l;
  }
}
