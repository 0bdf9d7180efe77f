#include <odb_alkey/keys/search.hxx>

#include <algorithm>
#include <utility>

#include <odb_alkey/tokens/extra-keys.hxx>
#include <odb_alkey/tokens/extra-values.hxx>
#include <odb_alkey/tokens/key-text.hxx>
#include <odb_alkey/tokens/token-store.hxx>

namespace odb_alkey
{
  namespace keys
  {
    search::search (changes::database_recorder& r,
                    const detail::argument_lists& all,
                    detail::key_maker::found& to)
        : store_ (r.store ()), decision_ (r), all_ (all), to_ (to),
          near_ (store_.near ().any ())
    {
      states_.reserve (all.size ());

      for (std::size_t i (0); i != all.size (); ++i)
      {
        const std::size_t first (views_.size ());
        const bool wanted (decision_.wants (all[i], views_));
        states_.push_back (
          state {first, wanted ? state::asked : state::written});
      }
    }

    void search::look_near ()
    {
      tokens::reading r;
      bool any (false);

      if (!near_ || !store_.read_near (views_, r))
        return;

      for (std::size_t i (0); i != all_.size (); ++i)
      {
        if (states_[i].now != state::asked)
          continue;

        support::counter* as;
        key k (decision_.made_of (all_[i], r, states_[i].first, as));

        if (take (i, k, *as))
          any = true;
      }

      if (any)
        store_.count_near_hit (views_);
    }

    bool search::done () const noexcept
    {
      return std::all_of (states_.begin (), states_.end (),
                          [] (const state& s)
                          { return s.now == state::taken; });
    }

    // A value that the process has turns out to be that of another key now and
    // then. Then Redis is asked for it.
    //
    void search::ask ()
    {
      ask (near_);

      if (!done ())
        ask (false);
    }

    void search::ask (bool near)
    {
      support::counters& count (*store_.environment ().counters);
      const std::string& prefix (store_.environment ().value_prefix);
      tokens::extra_keys entries (tokens::entry_key_size (prefix),
                                  to_.largest_stored ());
      bool any (false);

      for (std::size_t i (0); i != all_.size (); ++i)
      {
        state& s (states_[i]);

        if (s.now != state::asked)
          continue;

        any = true;

        if (near && to_.has (all_[i]))
          s.now = state::local;
        else
          tokens::append_entry_key (entries.text (), prefix, all_[i].text (),
                                    all_[i].text_size);
      }

      tokens::reading r;
      tokens::extra_values stored;
      const bool answered (!any ||
                           (entries.size () != 0
                              ? store_.read (views_, r, &entries, &stored)
                              : store_.read (views_, r)));

      // While the keys are made other nodes answer.
      //
      struct made
      {
        key k;
        support::counter* as;
      };

      detail::recycled<std::vector<made>, search> keys;
      keys.reserve (all_.size ());

      for (std::size_t i (0); i != all_.size (); ++i)
      {
        const bool written (states_[i].now == state::written);
        support::counter* as (written ? &count.unique_written
                                      : &count.unique_unavailable);

        keys.push_back (
          made {states_[i].now == state::taken || written || !answered
                  ? decision::unique ()
                  : decision_.made_of (all_[i], r, states_[i].first, as),
                as});
      }

      stored.receive ();
      std::size_t next (0);

      for (std::size_t i (0); i != all_.size (); ++i)
      {
        const state::kind now (states_[i].now);
        key& k (keys[i].k);

        if (now == state::taken)
          continue;

        if (now == state::asked && answered)
        {
          redis::reply_view v (stored[next++]);
          tell (i, k, *keys[i].as, v.data (), v.size ());
        }
        else if (now != state::local || !answered)
          tell (i, k, *keys[i].as, "", 0);
        else if (!take (i, k, *keys[i].as))
          states_[i].now = state::asked;
      }
    }

    bool search::take (std::size_t i, key& k, support::counter& as)
    {
      if (!to_.take (i, k, all_[i]))
        return false;

      as.add ();
      states_[i].now = state::taken;
      return true;
    }

    void search::tell (std::size_t i, key& k, support::counter& as,
                       const char* stored, std::size_t size)
    {
      as.add ();
      states_[i].now = state::taken;
      to_.tell (i, std::move (k), stored, size);
    }
  }
}
