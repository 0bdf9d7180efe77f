#include <odb_alkey/keys/key-maker.hxx>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <chrono>
#include <vector>

#include <odb_alkey/changes/recorder.hxx>
#include <odb_alkey/tokens/random.hxx>
#include <odb_alkey/tokens/token-store.hxx>
#include <odb_alkey/tokens/version.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      const char prefix[] = "alkey;";

      // The stamp of what is named by identifier: what is computed for it
      // comes from an open transaction, or else is loaded after the key was
      // made, unless an object that came earlier is part of the key.
      //
      struct identifier_stamp
      {
        bool limited = false;
        stamp limit;
      };

      identifier_stamp
      stamp_of_identifiers (const arguments& a,
                            const recorder::open_transactions& open)
      {
        identifier_stamp r;

        if (open.any ())
        {
          r.limited = true;
          r.limit = open.oldest ();
          return r;
        }

        for (const arguments::slot& s : a.slots)
        {
          if (!s.object)
            continue;

          r.limit = r.limited ? older (r.limit, s.snapshot) : s.snapshot;
          r.limited = true;
        }

        return r;
      }

      // A replica shows the past: what it showed was known so much earlier.
      //
      stamp less_lag (stamp s, std::uint64_t lag) noexcept
      {
        s.clock -= std::min (s.clock, lag);
        return s;
      }

      std::string shared_text (const arguments& a,
                               const token_store::reading& r)
      {
        std::string text;
        text.reserve (sizeof (prefix) + 17 + a.text.size () +
                      17 * a.slots.size ());
        text += prefix;
        append_epoch (text, r.now.epoch);

        if (!a.text.empty ())
          text += ';';

        std::size_t done (0);

        for (std::size_t i (0); i != a.slots.size (); ++i)
        {
          text.append (a.text, done, a.slots[i].begin - done);
          done = a.slots[i].begin;
          append_number (text, r.versions[i].number);
          text += '/';
        }

        text.append (a.text, done, std::string::npos);
        return text;
      }
    }

    std::string unique_text ()
    {
      std::string r (prefix);
      r += "unique;";
      append_epoch (r, random_bits ());
      append_epoch (r, random_bits ());
      return r;
    }

    key_maker::key_maker (recorder& r): recorder_ (r) {}

    const table_names& key_maker::tables () const noexcept
    {
      return recorder_.tables ();
    }

    key key_maker::make (const arguments& a) const
    {
      key k;
      token_store& store (recorder_.store ());
      counters& count (store.counters ());
      recorder::open_transactions open (recorder_);

      std::vector<identifier_view> views;
      views.reserve (a.slots.size ());

      for (const arguments::slot& s : a.slots)
      {
        views.push_back (a.view (s));

        if (open.written (views.back ()))
        {
          count.unique_written.add ();
          k.unique_ = unique_text ();
          return k;
        }
      }

      token_store::reading r;

      if (!store.read (views, r))
      {
        count.unique_unavailable.add ();
        k.unique_ = unique_text ();
        return k;
      }

      bool in_flight (r.quarantine);

      for (const version& v : r.versions)
        in_flight = in_flight || v.in_flight;

      if (in_flight)
      {
        count.unique_in_flight.add ();
        k.unique_ = unique_text ();
        return k;
      }

      k.epoch_ = r.now.epoch;
      k.shared_ = shared_text (a, r);

      identifier_stamp i (stamp_of_identifiers (a, open));
      std::uint64_t lag (static_cast<std::uint64_t> (
        std::chrono::microseconds (store.options ().max_replica_lag)
          .count ()));

      for (std::size_t n (0); n != a.slots.size (); ++n)
      {
        if (!a.slots[n].object && !i.limited)
          continue;

        stamp s (
          less_lag (a.slots[n].object ? a.slots[n].snapshot : i.limit, lag));

        if (fresh (r.versions[n], s, r.now.epoch) || !store.rules.stamps)
          continue;

        if (s.clock == 0 || s.epoch != r.now.epoch)
          count.unstorable_unknown.add ();
        else
          count.unstorable_outdated.add ();

        k.unique_ = unique_text ();
        return k;
      }

      count.storable.add ();
      return k;
    }

    std::string key_maker::token (const arguments& a) const
    {
      assert (a.slots.size () == 1);

      identifier_view v (a.view (a.slots.front ()));
      token_store::reading r;

      if (recorder::open_transactions (recorder_).written (v) ||
          !recorder_.store ().read (std::vector<identifier_view> (1, v), r) ||
          r.quarantine || r.versions.front ().in_flight)
        return unique_text ();

      std::string t;
      append_epoch (t, r.now.epoch);
      t += '/';
      append_number (t, r.versions.front ().number);
      return t;
    }
  }
}
