#include <odb_alkey/tokens/backlog.hxx>

#include <odb_alkey/detail/identifier-view.hxx>

#include <set>
#include <utility>

#include <odb_alkey/support/random.hxx>
#include <odb_alkey/tokens/covers.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    namespace
    {
      typedef std::lock_guard<std::mutex> guard;

      // Returns fewer identifiers that cover these: for objects and tables,
      // the sweep and the table; for everything, itself.
      //
      std::set<std::string>
      collapsed (const std::vector<const std::string*>& names)
      {
        std::set<std::string> r;

        for (const std::string* n : names)
        {
          detail::identifier_view v (detail::view (n->data (), n->size ()));
          std::string table (v.text, v.hash + 1);

          // A change of "everything" means that some row has changed, and not
          // that every row has.
          //
          if (!v.every_table () || v.sweep ())
            r.insert (table + '!');

          r.insert (table + '*');
        }

        return r;
      }
    }

    backlog::backlog (std::size_t capacity): capacity_ (capacity) {}

    backlog::~backlog () = default;

    void backlog::add (kind k, const std::vector<const std::string*>& ids,
                       std::uint64_t nonce)
    {
      std::vector<std::string> texts;
      texts.reserve (ids.size ());

      for (const std::string* i : ids)
        texts.push_back (*i);

      guard g (mutex_);
      append (k, std::move (texts), nonce);

      if (size_.load (std::memory_order_relaxed) > capacity_)
        collapse ();
    }

    void backlog::append (kind k, std::vector<std::string> texts,
                          std::uint64_t nonce)
    {
      struct held
      {
        std::vector<std::string> texts;
        names pointers;
      };

      std::shared_ptr<held> h (std::make_shared<held> ());
      h->texts = std::move (texts);
      h->pointers.reserve (h->texts.size ());
      entries_.emplace_back ();

      try
      {
        for (const std::string& t : h->texts)
        {
          if (believed (k))
            ++counts_[t];

          h->pointers.push_back (&t);
        }
      }
      catch (...)
      {
        entries_.pop_back ();

        if (believed (k))
          forget (h->pointers);

        throw;
      }

      entries_.back () = entry {
        ++last_, k, nonce, std::shared_ptr<const names> (h, &h->pointers)};
      size_.fetch_add (h->pointers.size (), std::memory_order_release);

      if (believed (k))
        added_.fetch_add (1, std::memory_order_release);
    }

    // Returns true if other processes may take the tokens in Redis for current
    // until the entry is done.
    //
    bool backlog::believed (kind k) noexcept
    {
      return k != kind::reset_fenced;
    }

    void backlog::forget (const names& held) noexcept
    {
      for (const std::string* n : held)
      {
        counts::iterator i (counts_.find (*n));

        if (--i->second == 0)
          counts_.erase (i);
      }
    }

    void backlog::drop_first () noexcept
    {
      entry e (std::move (entries_.front ()));
      entries_.pop_front ();
      size_.fetch_sub (e.identifiers->size (), std::memory_order_release);

      if (believed (e.kind))
        forget (*e.identifiers);
    }

    // Fences and resets stay apart, since the commit of a fence may be still
    // to come.
    //
    void backlog::collapse ()
    {
      overflows_.fetch_add (1, std::memory_order_relaxed);

      std::size_t n (entries_.size ());

      for (kind k : {kind::fence, kind::reset})
      {
        std::set<std::string> all;

        for (std::size_t i (0); i != n; ++i)
        {
          if ((entries_[i].kind == kind::fence) != (k == kind::fence))
            continue;

          std::set<std::string> some (collapsed (*entries_[i].identifiers));
          all.insert (some.begin (), some.end ());
        }

        if (all.size () > capacity_ / 2)
          all = {identifier::everything ().str (),
                 identifier::sweep_of_everything ().str ()};

        if (!all.empty ())
          append (k, std::vector<std::string> (all.begin (), all.end ()),
                  support::random_nonce ());
      }

      for (; n != 0; --n)
        drop_first ();
    }

    std::vector<backlog::entry> backlog::front (std::size_t limit) const
    {
      guard g (mutex_);
      std::vector<entry> r;
      std::size_t n (0);

      for (const entry& e : entries_)
      {
        n += e.identifiers->size ();

        if (!r.empty () && n > limit)
          break;

        r.push_back (e);
      }

      return r;
    }

    void backlog::remove (const std::vector<entry>& done) noexcept
    {
      guard g (mutex_);

      // They were the first entries, but may have been collapsed meanwhile.
      //
      for (const entry& e : done)
        if (!entries_.empty () && entries_.front ().number == e.number)
          drop_first ();
    }

    bool backlog::covers (const detail::identifier_view& v) const
    {
      if (size () == 0)
        return false;

      guard g (mutex_);
      return tokens::covers (counts_, v);
    }
  }
}
