#include <odb_alkey/redis/scattered-reads.hxx>

#include <algorithm>
#include <chrono>
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

    scattered_reads::scattered_reads (router& r, deadline d, strings& found)
        : router_ (r), deadline_ (d), found_ (found)
    {
    }

    void scattered_reads::prepare (const char* keys, std::size_t each,
                                   std::size_t count, std::size_t largest,
                                   request& for_tokens)
    {
      keys_ = keys;
      each_ = each;
      largest_ = largest;
      found_.resize (count);
      places_.reserve (count);

      // A node that is slow must leave time for the tokens.
      //
      deadline now (std::chrono::steady_clock::now ());
      lend_by_ = now + (deadline_ - now) / 4;

      for (std::size_t i (0); i != count; ++i)
        find_node (i);

      divide (&for_tokens);
      lend_by_ = deadline_;
    }

    void scattered_reads::find_node (std::size_t index)
    {
      const slot s (slot_of (keys_ + index * each_, each_));
      cluster& all (*router_.nodes ());
      cluster::node* n (all.owner (s));

      // Nothing is known before the first call.
      //
      if (n == nullptr && all.refresh (deadline_))
        n = all.owner (s);

      if (n != nullptr)
        places_.push_back (
          place {n->number * found_.size () + index, n, index});
    }

    void scattered_reads::append (request& q, const range& r) const
    {
      for (std::size_t i (r.begin); i != r.end; ++i)
      {
        q.command (2);
        q.argument ("GET");
        q.argument (keys_ + places_[i].index * each_, each_);
        q.expect (largest_);
      }
    }

    void scattered_reads::divide (request* for_tokens)
    {
      const cluster::node* tokens (router_.nodes ()->owner_of_tokens ());

      std::sort (places_.begin (), places_.end (),
                 [] (const place& a, const place& b)
                 { return a.rank < b.rank; });

      for (range r {0, 0}; r.begin != places_.size (); r.begin = r.end)
      {
        while (r.end != places_.size () &&
               places_[r.end].node == places_[r.begin].node)
          ++r.end;

        if (for_tokens != nullptr && places_[r.begin].node == tokens)
        {
          append (*for_tokens, r);
          with_tokens_ = r;
        }
        else
          borrow (r);
      }
    }

    void scattered_reads::borrow (const range& r)
    {
      cluster::node& n (*places_[r.begin].node);

      try
      {
        prepared_.push_back (part {r, n.breaker.lend (lend_by_)});
        return;
      }
      catch (const server_error& e)
      {
        // A replica has taken over.
        //
        const char* k (keys_ + places_[r.begin].index * each_);

        if (!router_.nodes ()->learn (e, slot_of (k, each_), deadline_))
        {
          router_.failed (n, reading);
          return;
        }

        router_.attend ();
      }
      catch (...)
      {
        router_.failed (n, reading);
        return;
      }

      ask_later (n, r);
    }

    void scattered_reads::send ()
    {
      for (part& p : prepared_)
        send_part (p);

      prepared_.clear ();
    }

    void scattered_reads::send_part (part& p)
    {
      cluster::node& n (*places_[p.asked.begin].node);

      try
      {
        asked_.clear ();
        append (asked_, p.asked);
        p.lent->send (asked_, deadline_);
        sent_.push_back (std::move (p));
      }
      catch (...)
      {
        if (p.lent.closed_while_idle ())
          ask_later (n, p.asked);
        else
          router_.failed (n, reading);
      }
    }

    // The connection was closed while it was idle, and so were the others; or
    // they lead to a node that is not the right one any more.
    //
    void scattered_reads::ask_later (cluster::node& n, const range& r)
    {
      n.breaker.pool ().clear ();

      for (std::size_t i (r.begin); i != r.end; ++i)
        again_.push_back (places_[i].index);
    }

    void scattered_reads::receive_with_tokens (connection& c)
    {
      refusal_.clear ();

      for (std::size_t i (with_tokens_.begin); i != with_tokens_.end; ++i)
        take (c, places_[i].index);

      if (!refusal_.empty ())
        report (*places_[with_tokens_.begin].node);
    }

    void scattered_reads::receive ()
    {
      prepared_.clear ();
      receive_parts ();

      if (!again_.empty ())
      {
        indexes again;
        again.swap (again_);
        places_.clear ();

        for (std::size_t i : again)
          find_node (i);

        divide (nullptr);
        send ();
        receive_parts ();
      }

      for (std::size_t i : moving_)
        ask_again (i);
    }

    // The connections go back before others are asked for.
    //
    void scattered_reads::receive_parts ()
    {
      for (part& p : sent_)
        receive_part (p);

      sent_.clear ();
    }

    void scattered_reads::receive_part (part& p)
    {
      cluster::node& n (*places_[p.asked.begin].node);
      range left (p.asked);
      refusal_.clear ();

      try
      {
        for (; left.begin != left.end; ++left.begin)
          take (*p.lent, places_[left.begin].index);
      }
      catch (...)
      {
        if (!p.lent.closed_while_idle ())
        {
          router_.failed (n, reading);
          left.begin = left.end;
        }
      }

      if (left.begin != left.end)
      {
        pool::lease closed (std::move (p.lent));
        ask_later (n, left);
      }

      if (!refusal_.empty ())
        report (n);
    }

    void scattered_reads::take (connection& c, std::size_t index)
    {
      reply r (c.receive (deadline_));

      if (!r.error ())
      {
        found_.set (index, r);
        return;
      }

      const server_error e (r.str ());
      redirection where;

      if (e.kind == error_kind::slot_moving && parse (e.what (), where))
        moving_.push_back (index);
      else if (e.kind == error_kind::moved &&
               router_.nodes ()->learn (
                 e, slot_of (keys_ + index * each_, each_), deadline_))
      {
        router_.attend ();
        again_.push_back (index);
      }
      else if (refusal_.empty ())
        refusal_ = r.str ();
    }

    void scattered_reads::report (cluster::node& n)
    {
      try
      {
        throw server_error (refusal_);
      }
      catch (...)
      {
        router_.failed (n, reading);
      }
    }

    void scattered_reads::ask_again (std::size_t index)
    {
      const std::string key (keys_ + index * each_, each_);
      request q;
      q.command (2);
      q.argument ("GET");
      q.argument (key);
      q.expect (largest_);

      router_.call (key, reading, deadline_,
                    [&] (connection& c, deadline d)
                    {
                      c.send (q, d);
                      reply r (c.receive (d));

                      if (r.error ())
                        throw server_error (r.str ());

                      found_.set (index, r);
                    });
    }
  }
}
