#include <odb_alkey/keys/decision.hxx>

#include <algorithm>
#include <chrono>
#include <string>

#include <odb_alkey/tokens/key-text.hxx>
#include <odb_alkey/tokens/token-store.hxx>
#include <odb_alkey/tokens/version.hxx>

namespace odb_alkey
{
  namespace keys
  {
    namespace
    {
      identifier_stamp
      stamp_of_open (const changes::database_recorder::open_transactions& open)
      {
        identifier_stamp r;
        r.limited = open.any ();

        if (r.limited)
          r.limit = open.oldest ();

        return r;
      }

      identifier_stamp stamp_of_objects (const detail::argument_view& a)
      {
        identifier_stamp r;

        for (const detail::arguments::identifier_ref* s (a.first); s != a.last;
             ++s)
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
      detail::stamp less_lag (detail::stamp s, std::uint64_t lag) noexcept
      {
        s.clock -= std::min (s.clock, lag);
        return s;
      }

      // Returns the text of the key. The versions of the arguments begin at
      // this one of the reading.
      //
      std::string shared_text (const detail::argument_view& a,
                               const tokens::reading& r, std::size_t first)
      {
        tokens::key_text_writer to (r.now.epoch, a.text_size,
                                    a.identifiers ());
        const char* from (a.text ());
        const char* const end (from + a.text_size);

        for (const detail::arguments::identifier_ref* s (a.first); s != a.last;
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

      // True if all tables that the key is made of are near.
      //
      bool near (const tokens::near_tables& tables,
                 const detail::argument_view& a)
      {
        return std::all_of (a.first, a.last,
                            [&] (const detail::arguments::identifier_ref& s)
                            { return tables.has (a.view (s)); });
      }
    }

    decision::decision (changes::database_recorder& r)
        : store_ (r.store ()), counters_ (*store_.environment ().counters),
          open_ (r), open_stamp_ (stamp_of_open (open_)),
          lag_ (static_cast<std::uint64_t> (
            std::chrono::microseconds (
              store_.environment ().options.max_replica_lag)
              .count ()))
    {
    }

    bool decision::wants (const detail::argument_view& a,
                          std::vector<detail::identifier_view>& views)
    {
      std::size_t size (views.size ());

      for (const detail::arguments::identifier_ref* s (a.first); s != a.last;
           ++s)
      {
        views.push_back (a.view (*s));

        if (!detail::has_own_token (views.back ().size))
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
    detail::identifier_view
    decision::in_place_of (const detail::identifier_view& v)
    {
      instead_.push_front (detail::stands_for (v));
      const std::string& text (instead_.front ().str ());
      return detail::view (text.data (), text.size ());
    }

    key decision::unique ()
    {
      key k;
      k.unique_ = tokens::unique_text ();
      return k;
    }

    key decision::unique (support::counter& why)
    {
      why.add ();
      return unique ();
    }

    key decision::made_of (const detail::argument_view& a,
                           const tokens::reading& r, std::size_t first,
                           support::counter*& as) const
    {
      bool in_flight (r.quarantine);

      for (std::size_t n (0); n != a.identifiers (); ++n)
        in_flight = in_flight || r.versions[first + n].in_flight;

      if (in_flight)
      {
        as = &counters_.unique_in_flight;
        return unique ();
      }

      key k;
      k.epoch_ = r.now.epoch;
      k.shared_ = shared_text (a, r, first);
      k.near_ = store_.near ().any () && near (store_.near (), a);
      as = unstorable (a, r, first);

      if (as != nullptr)
        k.unique_ = tokens::unique_text ();
      else
        as = &counters_.storable;

      return k;
    }

    // Returns the counter of the reason for which the key is not storable,
    // or null if it is.
    //
    support::counter* decision::unstorable (const detail::argument_view& a,
                                            const tokens::reading& r,
                                            std::size_t first) const
    {
      identifier_stamp i (open_stamp_.limited ? open_stamp_
                                              : stamp_of_objects (a));

      for (std::size_t n (0); n != a.identifiers (); ++n)
      {
        const detail::arguments::identifier_ref& from (a.first[n]);

        if (!from.object && !i.limited)
          continue;

        detail::stamp s (
          less_lag (from.object ? from.snapshot : i.limit, lag_));

        if (tokens::fresh (r.versions[first + n], s, r.now.epoch) ||
            store_.environment ().faults.no_stamps)
          continue;

        return s.clock == 0 || s.epoch != r.now.epoch
                 ? &counters_.unstorable_unknown
                 : &counters_.unstorable_outdated;
      }

      return nullptr;
    }
  }
}
