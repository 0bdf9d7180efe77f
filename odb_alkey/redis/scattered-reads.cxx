#include <odb_alkey/redis/scattered-reads.hxx>

#include <algorithm>
#include <utility>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/router.hxx>
#include <odb_alkey/redis/server-error.hxx>
#include <odb_alkey/redis/slot.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      const char reading[] = "reading values";
    }

    scattered_reads::scattered_reads (router& r, deadline d)
        : router_ (r), deadline_ (d)
    {
    }

    std::string scattered_reads::key (std::size_t i) const
    {
      return std::string (keys_ + i * each_, each_);
    }

    void scattered_reads::send (const char* keys, std::size_t each,
                                std::size_t count, std::size_t largest)
    {
      keys_ = keys;
      each_ = each;
      count_ = count;
      largest_ = largest;

      std::vector<std::size_t> all (count);

      for (std::size_t i (0); i != count; ++i)
        all[i] = i;

      divide (all);
      send_parts ();
    }

    void scattered_reads::divide (const std::vector<std::size_t>& indexes)
    {
      for (std::size_t i : indexes)
      {
        const char* k (keys_ + i * each_);
        cluster::node* n (router_.nodes ()->owner (slot_of (k, each_)));

        // Nothing is known before the first call.
        //
        if (n == nullptr && router_.nodes ()->refresh (deadline_))
          n = router_.nodes ()->owner (slot_of (k, each_));

        if (n == nullptr)
          continue;

        auto p (std::find_if (parts_.begin (), parts_.end (),
                              [&] (const part& x) { return x.to == n; }));

        if (p == parts_.end ())
          p = parts_.insert (p, part (*n));

        p->asked.command (2);
        p->asked.argument ("GET");
        p->asked.argument (k, each_);
        p->asked.expect (largest_);
        p->indexes.push_back (i);
      }

      std::sort (parts_.begin (), parts_.end (),
                 [] (const part& a, const part& b)
                 { return a.to->number < b.to->number; });
    }

    void scattered_reads::send_parts ()
    {
      for (part& p : parts_)
      {
        try
        {
          p.lent.push_back (p.to->breaker.lend (deadline_));
          p.lent.front ()->send (p.asked, deadline_);
        }
        catch (...)
        {
          failed (p, 0);
        }
      }
    }

    std::vector<reply> scattered_reads::receive ()
    {
      std::vector<reply> r (count_);

      for (part& p : parts_)
        receive (p, r);

      // The connections go back before others are asked for.
      //
      parts_.clear ();

      if (!again_.empty ())
      {
        std::vector<std::size_t> again;
        again.swap (again_);
        divide (again);
        send_parts ();

        for (part& p : parts_)
          receive (p, r);

        parts_.clear ();
      }

      for (std::size_t i : moving_)
        ask_again (i, r);

      return r;
    }

    void scattered_reads::receive (part& p, std::vector<reply>& to)
    {
      std::size_t done (0);

      try
      {
        for (; !p.lent.empty () && done != p.indexes.size (); ++done)
          take (p, done, to);
      }
      catch (...)
      {
        failed (p, done);
      }
    }

    // Takes the reply to the key with this index among those of the part.
    //
    void scattered_reads::take (part& p, std::size_t index,
                                std::vector<reply>& to)
    {
      const std::size_t i (p.indexes[index]);
      reply r (p.lent.front ()->receive (deadline_));

      if (!r.error ())
      {
        to[i] = std::move (r);
        return;
      }

      const server_error e (r.str ());
      redirection where;

      if (e.kind == error_kind::slot_moving && parse (e.what (), where))
        moving_.push_back (i);
      else if (e.kind == error_kind::moved &&
               router_.nodes ()->learn (e, slot_of (keys_ + i * each_, each_),
                                        deadline_))
      {
        router_.attend ();
        again_.push_back (i);
      }
      else
        throw e;
    }

    // Called with the exception that ended the talk with a node, after so many
    // replies. What was not received is lost, but for a connection that the
    // server had closed while it was idle.
    //
    void scattered_reads::failed (part& p, std::size_t received)
    {
      bool closed (!p.lent.empty () && p.lent.front ().reused () &&
                   p.lent.front ()->lost ());
      p.lent.clear ();

      if (!closed)
      {
        p.to->breaker.failed (reading);
        return;
      }

      p.to->breaker.pool ().clear ();
      again_.insert (again_.end (),
                     p.indexes.begin () +
                       static_cast<std::ptrdiff_t> (received),
                     p.indexes.end ());
    }

    void scattered_reads::ask_again (std::size_t index, std::vector<reply>& to)
    {
      request q;
      q.command (2);
      q.argument ("GET");
      q.argument (keys_ + index * each_, each_);
      q.expect (largest_);

      router_.call (key (index), reading, deadline_,
                    [&] (connection& c, deadline d)
                    {
                      c.send (q, d);
                      reply r (c.receive (d));

                      if (r.error ())
                        throw server_error (r.str ());

                      to[index] = std::move (r);
                    });
    }
  }
}
