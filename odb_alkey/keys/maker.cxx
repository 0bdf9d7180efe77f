#include <odb_alkey/keys/maker.hxx>

#include <cassert>
#include <vector>

#include <odb_alkey/changes/database-recorder.hxx>
#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/keys/decision.hxx>
#include <odb_alkey/keys/search.hxx>
#include <odb_alkey/tokens/key-text.hxx>
#include <odb_alkey/tokens/token-store.hxx>

namespace odb_alkey
{
  namespace keys
  {
    const detail::table_names& maker::tables () const noexcept
    {
      return recorder_.tables ();
    }

    bool maker::uncommitted () const
    {
      return changes::database_recorder::open_transactions (recorder_)
        .wrote ();
    }

    key maker::make (const detail::arguments& a) const
    {
      decision d (recorder_);
      support::counters& count (*recorder_.store ().environment ().counters);

      detail::recycled<std::vector<detail::identifier_view>, detail::key_maker>
        views;
      views.reserve (a.identifiers.size ());

      if (!d.wants (a, views))
        return decision::unique (count.unique_written);

      tokens::token_store::reading r;

      if (!recorder_.store ().read (views, r))
        return decision::unique (count.unique_unavailable);

      support::counter* as;
      key k (d.made_of (a, r, 0, as));
      as->add ();
      return k;
    }

    void maker::find (const detail::argument_lists& all, found& to) const
    {
      search s (recorder_, all, to);
      s.look_near ();

      if (!s.done ())
        s.ask ();
    }

    std::string maker::token (const detail::arguments& a) const
    {
      assert (a.identifiers.size () == 1);

      decision d (recorder_);
      std::vector<detail::identifier_view> views;
      tokens::token_store::reading r;

      if (!d.wants (a, views) || !recorder_.store ().read (views, r) ||
          r.quarantine || r.versions.front ().in_flight)
        return tokens::unique_text ();

      std::string t;
      tokens::append_epoch (t, r.now.epoch);
      t += '/';
      tokens::append_number (t, r.versions.front ().number);
      return t;
    }
  }
}
