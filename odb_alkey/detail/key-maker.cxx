#include <odb_alkey/detail/key-maker.hxx>

#include <odb_alkey/detail/identifier-view.hxx>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <chrono>
#include <forward_list>
#include <utility>
#include <vector>

#include <odb_alkey/changes/database-recorder.hxx>
#include <odb_alkey/tokens/extra-keys.hxx>
#include <odb_alkey/tokens/extra-values.hxx>
#include <odb_alkey/tokens/key-text.hxx>
#include <odb_alkey/tokens/token-store.hxx>
#include <odb_alkey/tokens/version.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      // The stamp for arguments that are identifiers. A value that is computed
      // for them is loaded in an open transaction, which limits how new it is.
      // Else it is loaded after the key was made, which is no limit, unless
      // the key has objects as well, which were loaded earlier.
      //
      struct identifier_stamp
      {
        bool limited = false;
        stamp limit;
      };

      identifier_stamp
      stamp_of_open (const changes::database_recorder::open_transactions& open)
      {
        identifier_stamp r;
        r.limited = open.any ();

        if (r.limited)
          r.limit = open.oldest ();

        return r;
      }

      identifier_stamp stamp_of_objects (const argument_view& a)
      {
        identifier_stamp r;

        for (const arguments::identifier_ref* s (a.first); s != a.last; ++s)
        {
          if (!s->object)
            continue;

          r.limit =
            r.limited ? tokens::older (r.limit, s->snapshot) : s->snapshot;
          r.limited = true;
        }

        return r;
      }

      // A replica is behind the primary, so that data from it is older by the
      // lag than its stamp says.
      //
      stamp less_lag (stamp s, std::uint64_t lag) noexcept
      {
        s.clock -= std::min (s.clock, lag);
        return s;
      }

      // Returns the text of the key. The versions of the arguments begin at
      // this one of the reading.
      //
      std::string shared_text (const argument_view& a,
                               const tokens::token_store::reading& r,
                               std::size_t first)
      {
        tokens::key_text_writer to (r.now.epoch, a.text_size,
                                    a.identifiers ());
        const char* from (a.text ());
        const char* const end (from + a.text_size);

        for (const arguments::identifier_ref* s (a.first); s != a.last;
             ++s, ++first)
        {
          const char* const begin (a.begin_of (*s));
          to.append (from, static_cast<std::size_t> (begin - from));
          to.version (r.versions[first].number);
          from = begin;
        }

        to.append (from, static_cast<std::size_t> (end - from));
        return to.finish ();
      }
    }

    key_maker::key_maker (changes::database_recorder& r): recorder_ (r) {}

    const table_names& key_maker::tables () const noexcept
    {
      return recorder_.tables ();
    }

    bool key_maker::uncommitted () const
    {
      return changes::database_recorder::open_transactions (recorder_)
        .wrote ();
    }

    tokens::token_store& key_maker::store () const noexcept
    {
      return recorder_.store ();
    }

    // Makes keys of the versions that were read, by the rules of the protocol.
    //
    // It looks at the open transactions when it is made, before found::tell ()
    // is called, because that may end transactions and begin others.
    //
    class key_maker::decision
    {
    public:
      decision (changes::database_recorder& r)
          : store_ (r.store ()), counters_ (store_.environment ().counters),
            open_ (r), open_stamp_ (stamp_of_open (open_)),
            lag_ (static_cast<std::uint64_t> (
              std::chrono::microseconds (
                store_.environment ().options.max_replica_lag)
                .count ()))
      {
      }

      // Appends the identifiers whose versions have to be read. False if the
      // key is unique in any case, because an open transaction has written one
      // of them.
      //
      bool wants (const argument_view& a, std::vector<identifier_view>& views)
      {
        std::size_t size (views.size ());

        for (const arguments::identifier_ref* s (a.first); s != a.last; ++s)
        {
          views.push_back (a.view (*s));

          if (!has_own_token (views.back ().size))
            views.back () = in_place_of (views.back ());

          if (open_.written (views.back ()))
          {
            views.resize (size);
            return false;
          }
        }

        return true;
      }

      // The identifier whose token is read for one that has none.
      //
      identifier_view in_place_of (const identifier_view& v)
      {
        instead_.push_front (stands_for (v));
        const std::string& text (instead_.front ().str ());
        return detail::view (text.data (), text.size ());
      }

      static key unique (support::counter& why)
      {
        why.add ();
        key k;
        k.unique_ = tokens::unique_text ();
        return k;
      }

      // Makes the key from the versions that begin at this one.
      //
      key made_of (const argument_view& a,
                   const tokens::token_store::reading& r,
                   std::size_t first) const
      {
        bool in_flight (r.quarantine);

        for (std::size_t n (0); n != a.identifiers (); ++n)
          in_flight = in_flight || r.versions[first + n].in_flight;

        if (in_flight)
          return unique (counters_.unique_in_flight);

        key k;
        k.epoch_ = r.now.epoch;
        k.shared_ = shared_text (a, r, first);

        support::counter* why (unstorable (a, r, first));

        if (why != nullptr)
          k.unique_ = tokens::unique_text ();
        else
          why = &counters_.storable;

        why->add ();
        return k;
      }

    private:
      // Returns the counter of the reason for which the key is not storable,
      // or null if it is.
      //
      support::counter* unstorable (const argument_view& a,
                                    const tokens::token_store::reading& r,
                                    std::size_t first) const
      {
        identifier_stamp i (open_stamp_.limited ? open_stamp_
                                                : stamp_of_objects (a));

        for (std::size_t n (0); n != a.identifiers (); ++n)
        {
          const arguments::identifier_ref& from (a.first[n]);

          if (!from.object && !i.limited)
            continue;

          stamp s (less_lag (from.object ? from.snapshot : i.limit, lag_));

          if (tokens::fresh (r.versions[first + n], s, r.now.epoch) ||
              store_.environment ().faults.no_stamps)
            continue;

          return s.clock == 0 || s.epoch != r.now.epoch
                   ? &counters_.unstorable_unknown
                   : &counters_.unstorable_outdated;
        }

        return nullptr;
      }

      tokens::token_store& store_;
      support::counters& counters_;
      const changes::database_recorder::open_transactions open_;
      const identifier_stamp open_stamp_;
      const std::uint64_t lag_;
      std::forward_list<identifier> instead_;
    };

    key key_maker::make (const arguments& a) const
    {
      decision d (recorder_);
      support::counters& count (store ().environment ().counters);

      recycled<std::vector<identifier_view>, key_maker> views;
      views.reserve (a.identifiers.size ());

      if (!d.wants (a, views))
        return decision::unique (count.unique_written);

      tokens::token_store::reading r;

      if (!store ().read (views, r))
        return decision::unique (count.unique_unavailable);

      return d.made_of (a, r, 0);
    }

    key_maker::found::~found () = default;

    bool key_maker::found::has (const argument_view&) const
    {
      return false;
    }

    bool key_maker::found::take (std::size_t, key&, const argument_view&)
    {
      return false;
    }

    // The keys of several arguments, and where their entries are.
    //
    class key_maker::search
    {
    public:
      search (const key_maker& m, const argument_lists& all, found& to)
          : store_ (m.store ()), decision_ (m.recorder_), all_ (all), to_ (to),
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

      // Takes values that the process has itself, by keys that need no answer
      // of Redis.
      //
      void look_near ()
      {
        tokens::token_store::reading r;

        if (!near_ || !store_.read_near (views_, r))
          return;

        for (std::size_t i (0); i != all_.size (); ++i)
          if (states_[i].now == state::asked && to_.has (all_[i]))
          {
            key k (make (i, r));
            take (i, k);
          }
      }

      // True if no key is left.
      //
      bool done () const noexcept
      {
        return std::all_of (states_.begin (), states_.end (),
                            [] (const state& s)
                            { return s.now == state::taken; });
      }

      // Reads the tokens, and the entries of the others.
      //
      void ask ()
      {
        support::counters& count (store_.environment ().counters);
        const std::string& prefix (store_.environment ().value_prefix);
        tokens::extra_keys entries (tokens::entry_key_size (prefix),
                                    to_.largest_stored ());
        bool any (false);

        for (std::size_t i (0); i != all_.size (); ++i)
        {
          state& s (states_[i]);
          any = any || s.now == state::asked;

          if (s.now == state::asked && near_ && to_.has (all_[i]))
            s.now = state::local;
          else if (s.now == state::asked)
            tokens::append_entry_key (entries.text (), prefix, all_[i].text (),
                                      all_[i].text_size);
        }

        tokens::token_store::reading r;
        tokens::extra_values stored;
        const bool answered (!any ||
                             (entries.size () != 0
                                ? store_.read (views_, r, &entries, &stored)
                                : store_.read (views_, r)));

        // While the keys are made other nodes answer.
        //
        recycled<std::vector<key>, key_maker> keys;
        keys.reserve (all_.size ());

        for (std::size_t i (0); i != all_.size (); ++i)
          keys.push_back (states_[i].now == state::taken ? key ()
                          : states_[i].now == state::written
                            ? decision::unique (count.unique_written)
                          : !answered
                            ? decision::unique (count.unique_unavailable)
                            : make (i, r));

        stored.receive ();
        std::size_t next (0);

        for (std::size_t i (0); i != all_.size (); ++i)
        {
          const state::kind now (states_[i].now);

          if (now == state::asked && answered)
          {
            redis::reply_view v (stored[next++]);
            to_.tell (i, std::move (keys[i]), v.data (), v.size ());
          }
          else if (now != state::taken &&
                   !(now == state::local && answered && take (i, keys[i])))
            to_.tell (i, std::move (keys[i]), "", 0);
        }
      }

    private:
      // The views of a list of arguments begin with the first one. What is
      // asked for has an entry that is read; of what is local the process has
      // the value.
      //
      struct state
      {
        enum kind
        {
          asked,
          local,
          written,
          taken
        };

        std::size_t first;
        kind now;
      };

      key make (std::size_t i, const tokens::token_store::reading& r) const
      {
        key k (decision_.made_of (all_[i], r, states_[i].first));

        if (near_)
          k.near_ = store_.near ().covers (views_.data () + states_[i].first,
                                           all_[i].identifiers ());

        return k;
      }

      bool take (std::size_t i, key& k)
      {
        if (!to_.take (i, k, all_[i]))
          return false;

        states_[i].now = state::taken;
        return true;
      }

      tokens::token_store& store_;
      decision decision_;
      const argument_lists& all_;
      found& to_;
      const bool near_;
      recycled<std::vector<identifier_view>, key_maker> views_;
      recycled<std::vector<state>, key_maker> states_;
    };

    void key_maker::find (const argument_lists& all, found& to) const
    {
      search s (*this, all, to);
      s.look_near ();

      if (!s.done ())
        s.ask ();
    }

    std::string key_maker::token (const arguments& a) const
    {
      assert (a.identifiers.size () == 1);

      decision d (recorder_);
      std::vector<identifier_view> views;
      tokens::token_store::reading r;

      if (!d.wants (a, views) || !store ().read (views, r) || r.quarantine ||
          r.versions.front ().in_flight)
        return tokens::unique_text ();

      std::string t;
      tokens::append_epoch (t, r.now.epoch);
      t += '/';
      tokens::append_number (t, r.versions.front ().number);
      return t;
    }
  }
}
