#include <odb_alkey/redis/script.hxx>

#include <cassert>

namespace odb_alkey
{
  namespace redis
  {
    request& script_calls::add (const script& s, std::size_t keys,
                                std::size_t arguments)
    {
      std::size_t start (request_.size ());
      request_.command (3 + keys + arguments);
      request_.argument ("EVALSHA");
      request_.argument (s.sha1);

      // The part that follows is the same for EVAL.
      //
      calls_.push_back (
        call {&s, 1 + keys + arguments, start, request_.size ()});
      request_.argument (std::uint64_t (keys));
      return request_;
    }

    void script_calls::clear () noexcept
    {
      request_.clear ();
      calls_.clear ();
    }

    reply script_calls::run (connection& c, deadline d)
    {
      assert (size () == 1);

      c.send (request_, d);
      reply r (c.receive (d));

      if (!script_missing (r))
        return r;

      request again;
      evaluate (0, again);
      c.send (again, d);
      return c.receive (d);
    }

    std::vector<reply> script_calls::run_all (connection& c, deadline d)
    {
      std::vector<reply> r (size ());
      std::vector<std::size_t> missing;
      request again;

      if (r.empty ())
        return r;

      c.send (request_, d);

      for (std::size_t i (0); i != r.size (); ++i)
      {
        r[i] = c.receive (d);

        if (script_missing (r[i]))
        {
          missing.push_back (i);
          evaluate (i, again);
        }
      }

      if (!missing.empty ())
        c.send (again, d);

      for (std::size_t i : missing)
        r[i] = c.receive (d);

      return r;
    }

    // Writes the call with this index again, with the source of its script.
    // EVAL also makes the server know the script.
    //
    void script_calls::evaluate (std::size_t index, request& to) const
    {
      const call& c (calls_[index]);
      std::size_t end (index + 1 != calls_.size () ? calls_[index + 1].start
                                                   : request_.size ());

      to.command (2 + c.arguments);
      to.argument ("EVAL");
      to.argument (c.called->source);
      to.encoded (c.arguments, request_.data () + c.begin, end - c.begin);
    }

    bool script_missing (const reply_view& v)
    {
      return v.error () && v.str ().compare (0, 8, "NOSCRIPT") == 0;
    }
  }
}
