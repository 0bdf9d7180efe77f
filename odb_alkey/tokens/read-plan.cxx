#include <odb_alkey/tokens/read-plan.hxx>

#include <algorithm>
#include <cstring>
#include <utility>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/server-error.hxx>
#include <odb_alkey/tokens/other-keys.hxx>
#include <odb_alkey/tokens/stored-values.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      const char sweep_of_everything[] = "alkey:*#!";

      bool parse (const redis::value& v, token& t)
      {
        return v.string () && parse (v.data (), v.size (), t);
      }

      // Few have fences, and asking for the time costs more than the rest.
      //
      bool overdue (const fences& f, const clock& known, tick timeout)
      {
        return f.any && detail::overdue (f, known.estimate (), timeout);
      }

      // Whether the token may be used as it is. Else the script has to create
      // it, to heal it, or to raise a clock that was lost and is behind.
      //
      bool usable (const redis::value& v, token& t, const stamp& origin,
                   const clock& known, tick timeout)
      {
        return parse (v, t) && t.version <= origin.clock &&
               !overdue (t.fences, known, timeout);
      }

      [[noreturn]] void unexpected (const redis::value& v)
      {
        if (v.error ())
          throw redis::server_error ("reading tokens failed", v.str ());

        throw redis_error ("reading tokens failed: the reply is not what the "
                           "script returns");
      }
    }

    token_store::read_plan::read_plan (
      const std::vector<identifier_view>& identifiers,
      const std::string& prefix)
        : identifiers_ (identifiers), prefix_ (prefix)
    {
      table_of_.reserve (identifiers.size ());

      for (const identifier_view& v : identifiers)
        table_of_.push_back (v.every_table () ? none : find_table (v));
    }

    std::size_t token_store::read_plan::find_table (const identifier_view& v)
    {
      // Mostly the same as the one before.
      //
      for (std::size_t i (tables_.size ()); i != 0; --i)
      {
        const identifier_view& t (tables_[i - 1]);

        if (t.hash == v.hash && std::memcmp (t.text, v.text, v.hash) == 0)
          return i - 1;
      }

      tables_.push_back (v);
      return tables_.size () - 1;
    }

    // Those of the tables.
    //
    template <typename To>
    void token_store::read_plan::wildcards (To& to, char c) const
    {
      for (const identifier_view& t : tables_)
        to.argument (prefix_, t.text, t.hash + 1, c);
    }

    void token_store::read_plan::encode (redis::request& r,
                                         const other_keys* others)
    {
      others_ = others != nullptr ? others->size () : 0;
      r.command (3 + tables_.size () + identifiers_.size () + others_);
      r.argument ("MGET");
      r.argument (prefix_, "origin", 6);
      r.argument (prefix_, sweep_of_everything,
                  sizeof (sweep_of_everything) - 1);

      wildcards (r, '!');

      for (const identifier_view& v : identifiers_)
        r.argument (prefix_, v.text, v.size);

      for (std::size_t i (0); i != others_; ++i)
        r.argument ((*others)[i], others->size_of_each ());
    }

    void token_store::read_plan::decode_values (redis::reply&& reply,
                                                stored_values& to) const
    {
      std::size_t first (2 + tables_.size () + identifiers_.size ());

      if (reply.count () != first + others_)
        unexpected (reply.root ());

      to.set (std::move (reply), first);
    }

    void token_store::read_plan::combine (std::size_t index, const token& own,
                                          const std::vector<token>& sweeps,
                                          reading& r) const
    {
      version& v (r.versions[index]);
      v = version ();
      include (v, own);
      include (v, sweeps[0]);

      if (table_of_[index] != none)
        include (v, sweeps[1 + table_of_[index]]);
    }

    bool token_store::read_plan::decode (const redis::value& reply,
                                         const std::string& run_id,
                                         clock& known, tick timeout,
                                         reading& r) const
    {
      std::size_t first (2 + tables_.size ());

      if (reply.error ())
        unexpected (reply);

      origin o;

      if (reply.count () != first + identifiers_.size () + others_ ||
          !reply[0].string () ||
          !detail::parse (reply[0].data (), reply[0].size (), o) ||
          !o.written_by (run_id))
        return false;

      known.learn (o.now);
      r.now = o.now;
      r.quarantine = o.fences.any;

      bool complete (!overdue (o.fences, known, timeout));

      reused<std::vector<token>, read_plan> sweeps;
      sweeps.resize (1 + tables_.size ());

      for (std::size_t i (0); i != sweeps.size (); ++i)
        complete =
          complete && usable (reply[1 + i], sweeps[i], o.now, known, timeout);

      for (std::size_t i (0); complete && i != identifiers_.size (); ++i)
      {
        token own;
        complete = usable (reply[first + i], own, o.now, known, timeout);

        if (complete)
          combine (i, own, sweeps, r);
      }

      return complete;
    }

    std::vector<token_store::read_plan::chunk>
    token_store::read_plan::chunks () const
    {
      std::vector<chunk> r;
      std::size_t n (identifiers_.size ());

      for (std::size_t i (0); i < n; i += at_once)
        r.push_back (chunk {i, std::min (n, i + at_once)});

      // A key without identifiers needs the origin all the same.
      //
      if (r.empty ())
        r.push_back (chunk {0, 0});

      return r;
    }

    std::size_t token_store::read_plan::keys (const chunk& c) const
    {
      return 2 + 2 * tables_.size () + (c.end - c.begin);
    }

    void token_store::read_plan::encode (redis::script_calls& calls,
                                         const chunk& c) const
    {
      calls.argument (prefix_, "origin", 6);
      calls.argument (prefix_, sweep_of_everything,
                      sizeof (sweep_of_everything) - 1);

      wildcards (calls, '!');
      wildcards (calls, '*');

      for (std::size_t i (c.begin); i != c.end; ++i)
        calls.argument (prefix_, identifiers_[i].text, identifiers_[i].size);
    }

    void token_store::read_plan::decode (const chunk& c,
                                         const redis::value& reply,
                                         clock& known, reading& r) const
    {
      origin o;

      if (reply.count () != keys (c) || !reply[0].string () ||
          !detail::parse (reply[0].data (), reply[0].size (), o))
        unexpected (reply);

      known.learn (o.now);

      // The oldest clock of several calls, each of which may have drawn one;
      // an epoch that changed in between makes the reading useless.
      //
      r.quarantine = r.quarantine || o.fences.any ||
                     (c.begin != 0 && r.now.epoch != o.now.epoch);
      r.now = o.now;

      reused<std::vector<token>, read_plan> sweeps;
      sweeps.resize (1 + tables_.size ());

      for (std::size_t i (0); i != sweeps.size (); ++i)
        if (!parse (reply[1 + i], sweeps[i]))
          unexpected (reply);

      std::size_t first (2 + 2 * tables_.size ());

      for (std::size_t i (c.begin); i != c.end; ++i)
      {
        token own;

        if (!parse (reply[first + i - c.begin], own))
          unexpected (reply);

        combine (i, own, sweeps, r);
      }
    }
  }
}
