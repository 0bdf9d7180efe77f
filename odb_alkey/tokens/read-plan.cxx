#include <odb_alkey/tokens/read-plan.hxx>

#include <odb_alkey/detail/identifier-view.hxx>

#include <algorithm>
#include <cstring>
#include <utility>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/server-error.hxx>
#include <odb_alkey/tokens/batch.hxx>
#include <odb_alkey/tokens/clock.hxx>
#include <odb_alkey/tokens/extra-keys.hxx>
#include <odb_alkey/tokens/extra-values.hxx>
#include <odb_alkey/tokens/fence-watch.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    namespace
    {
      const char sweep_of_everything[] = "alkey:*#!";
      const char never_there[] = "none";

      // The scripts replace a token that has more.
      //
      const std::size_t longest_fences (512 * 1024);

      template <typename T>
      bool parse (const redis::reply_view& v, T& to)
      {
        return v.string () && tokens::parse (v.data (), v.size (), to);
      }

      // Returns true if the token may be used as it is. Otherwise the script
      // has to create it, to heal it, or to raise a clock that is behind since
      // the origin was lost.
      //
      bool usable (const redis::reply_view& v, token& t,
                   const detail::stamp& origin)
      {
        return parse (v, t) && t.version <= origin.clock &&
               t.fences.newest <= origin.clock &&
               t.fences.size <= longest_fences;
      }

      // Returns true if the clock of the origin may be believed. If the epoch
      // is another one, or the clock makes a leap, the script has to look at
      // it first, since it knows the server's time: a stamp of a wrong clock
      // would make everything fresh.
      //
      bool plausible (const detail::stamp& origin, const clock& known,
                      detail::tick timeout)
      {
        detail::stamp k (known.known ());

        return origin.epoch == k.epoch &&
               (origin.clock <= k.clock + timeout ||
                origin.clock <= known.estimate () + timeout);
      }

      [[noreturn]] void unexpected (const redis::reply_view& v)
      {
        if (v.error ())
          throw redis::server_error (v.str ());

        throw redis_error ("the reply is not that of the script");
      }
    }

    read_plan::read_plan (const std::vector<detail::identifier_view>& wanted,
                          const std::string& prefix)
        : identifiers_ (wanted), prefix_ (prefix)
    {
      table_of_.reserve (wanted.size ());

      for (const detail::identifier_view& v : wanted)
        table_of_.push_back (v.every_table () ? none : find_table (v));
    }

    std::size_t read_plan::find_table (const detail::identifier_view& v)
    {
      // It is mostly the table of the identifier before, hence the last one.
      //
      for (std::size_t i (tables_.size ()); i != 0; --i)
      {
        const detail::identifier_view& t (tables_[i - 1]);

        if (t.hash == v.hash && std::memcmp (t.text, v.text, v.hash) == 0)
          return i - 1;
      }

      tables_.push_back (v);
      return tables_.size () - 1;
    }

    // Writes the keys of the tables.
    //
    void read_plan::wildcards (redis::request& to, const char* suffix) const
    {
      for (const detail::identifier_view& t : tables_)
        to.argument (prefix_, t.text, t.hash + 1, suffix);
    }

    void read_plan::encode (redis::request& r, const extra_keys* others)
    {
      encode (r, others != nullptr ? others->size () : 0);

      if (others_ == 0)
        return;

      for (std::size_t i (0); i != others_; ++i)
        r.argument ((*others)[i], others->size_of_each ());

      r.expect (others_ * others->largest_value ());
    }

    void read_plan::encode_for_cluster (redis::request& r)
    {
      encode (r, 1);
      r.argument (prefix_, never_there, sizeof (never_there) - 1);
    }

    void read_plan::encode (redis::request& r, std::size_t others)
    {
      others_ = others;
      r.command (3 + tables_.size () + identifiers_.size () + others_);
      r.argument ("MGET");
      turns_ = 0;
      position_ = 0;
      marks_[0] = r.size ();
      r.argument (prefix_, "origin", 6);
      marks_[1] = r.size ();

      auto argument =
        [&] (const char* text, std::size_t size, const char* suffix)
      {
        r.argument (prefix_, text, size, suffix);

        if (turns_ != most_turns)
          marks_[1 + ++turns_] = r.size ();
      };

      argument (sweep_of_everything, sizeof (sweep_of_everything) - 1, "");

      for (const detail::identifier_view& t : tables_)
        argument (t.text, t.hash + 1, "!");

      std::size_t n (0);

      for (; n != identifiers_.size () && turns_ != most_turns; ++n)
        argument (identifiers_[n].text, identifiers_[n].size, "");

      for (; n != identifiers_.size (); ++n)
        r.argument (prefix_, identifiers_[n].text, identifiers_[n].size);
    }

    void read_plan::place_origin (redis::request& r, std::uint64_t number)
    {
      std::size_t size (marks_[1] - marks_[0]);
      std::size_t end (marks_[1 + position_]);
      r.rotate (marks_[0], end - size, end);

      position_ = static_cast<std::size_t> (number % (turns_ + 1));
      r.rotate (marks_[0], marks_[1], marks_[1 + position_]);
    }

    // Returns the element of the key that has this index while the origin is
    // the first.
    //
    redis::reply_view read_plan::at (const redis::reply_view& reply,
                                     std::size_t i) const
    {
      return reply[i > position_ ? i : i == 0 ? position_ : i - 1];
    }

    // Throws if the reply belongs to another request. The origin may be
    // missing, but it must not be in the place of another key.
    //
    void read_plan::check_step (const redis::reply_view& reply) const
    {
      bool right (reply.count () ==
                  2 + tables_.size () + identifiers_.size () + others_);
      origin o;

      for (std::size_t i (0); right && i <= turns_; ++i)
        right = i == position_ ||
                !tokens::parse (reply[i].data (), reply[i].size (), o);

      if (!right)
        throw redis::out_of_step ("the reply is to another request");
    }

    void read_plan::decode_values (redis::reply&& reply,
                                   extra_values& to) const
    {
      std::size_t first (2 + tables_.size () + identifiers_.size ());

      if (reply.count () != first + others_)
        unexpected (reply);

      to.set (std::move (reply), first);
    }

    void read_plan::combine (std::size_t index, const token& own,
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

    // Tells which versions may be used without asking again.
    //
    void read_plan::lease (const near_list& near, reading& r) const
    {
      r.one_reply = true;

      if (!near.any () || r.quarantine)
        return;

      // They are mostly of one table.
      //
      std::size_t table (none);
      std::chrono::milliseconds length (0);

      for (std::size_t i (0); i != identifiers_.size (); ++i)
      {
        const detail::identifier_view& v (identifiers_[i]);

        if (table_of_[i] == none)
          continue;

        if (table != table_of_[i])
        {
          table = table_of_[i];
          length = near.lease (v.table (), v.table_size ());
        }

        r.versions[i].lease = length;
      }
    }

    read_plan::state
    read_plan::decode (const redis::reply_view& reply,
                       const std::string& server, clock& known,
                       const detail::stamp& before, detail::tick timeout,
                       fence_watch& watch, std::string& over, reading& r) const
    {
      std::size_t first (2 + tables_.size ());
      r.one_reply = false;

      if (reply.error ())
        unexpected (reply);

      origin o;

      // The other places need no look if the origin is where it should be.
      //
      if (reply.count () != first + identifiers_.size () + others_ ||
          !parse (at (reply, 0), o))
      {
        check_step (reply);
        return state::incomplete;
      }

      if (!o.written_by (server) || o.fences.newest > o.now.clock ||
          !o.comes_after (before))
        return state::incomplete;

      bool confirmed (plausible (o.now, known, timeout));

      // Another thread may have found another server meanwhile.
      //
      if (confirmed && !known.learn (o))
        return state::incomplete;

      r.now = o.now;
      r.quarantine = o.fences.any ();

      if (o.near.any ())
        r.longest_lease = o.near.wait ();

      if (r.quarantine)
        watch.look (o.fences, over);

      // After a token that is not usable, only the fences of the others
      // matter.
      //
      bool complete (true);
      auto take = [&] (const redis::reply_view& v, token& t)
      {
        if (!usable (v, t, o.now))
          complete = false;
        else if (t.fences.any ())
          watch.look (t.fences, over);
      };

      detail::recycled<std::vector<token>, read_plan> sweeps;
      sweeps.resize (1 + tables_.size ());

      for (std::size_t i (0); i != sweeps.size (); ++i)
        take (at (reply, 1 + i), sweeps[i]);

      for (std::size_t i (0); i != identifiers_.size (); ++i)
      {
        token own;
        std::size_t n (first + i);
        take (n > turns_ ? reply[n] : at (reply, n), own);

        if (complete)
          combine (i, own, sweeps, r);
      }

      complete = complete && over.empty ();

      if (complete && confirmed)
        lease (o.near, r);

      return !complete   ? state::incomplete
             : confirmed ? state::complete
                         : state::unconfirmed;
    }

    std::vector<read_plan::chunk> read_plan::chunks () const
    {
      std::vector<chunk> r;
      std::size_t n (identifiers_.size ());

      for (std::size_t i (0); i < n; i += batch::largest)
        r.push_back (chunk {i, std::min (n, i + batch::largest)});

      // A key without identifiers needs the origin.
      //
      if (r.empty ())
        r.push_back (chunk {0, 0});

      return r;
    }

    std::size_t read_plan::keys (const chunk& c) const
    {
      return 2 + 2 * tables_.size () + (c.end - c.begin);
    }

    void read_plan::encode (redis::request& to, const chunk& c) const
    {
      to.argument (prefix_, "origin", 6);
      to.argument (prefix_, sweep_of_everything,
                   sizeof (sweep_of_everything) - 1);

      wildcards (to, "!");
      wildcards (to, "*");

      for (std::size_t i (c.begin); i != c.end; ++i)
        to.argument (prefix_, identifiers_[i].text, identifiers_[i].size);
    }

    script_answer read_plan::decode (const chunk& c,
                                     const redis::reply_view& reply,
                                     std::uint64_t offered, reading& r) const
    {
      script_answer a;

      if (reply.error ())
        unexpected (reply);

      if (reply.count () != keys (c) ||
          !tokens::parse (reply[0].data (), reply[0].size (), offered, a))
        throw redis::out_of_step ("the reply is to another request");

      const origin& o (a.origin);

      // Each call may have drawn a tick, so that the clock of the last one
      // holds. If the epoch has changed between two calls, the reading cannot
      // be used.
      //
      r.quarantine = r.quarantine || o.fences.any () ||
                     (c.begin != 0 && r.now.epoch != o.now.epoch);
      r.now = o.now;

      detail::recycled<std::vector<token>, read_plan> sweeps;
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

      return a;
    }
  }
}
