#include <odb_alkey/changes/transaction-fence.hxx>

#include <algorithm>
#include <new>
#include <utility>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/identifier.hxx>
#include <odb_alkey/support/random.hxx>

namespace odb_alkey
{
  namespace changes
  {
    transaction_fence::transaction_fence (
      std::shared_ptr<tokens::token_store> store,
      std::shared_ptr<change_set> set)
        : store_ (std::move (store)), set_ (std::move (set)),
          nonce_ (support::random_nonce ())
    {
    }

    tokens::token_store::identifiers transaction_fence::identifiers () const
    {
      return tokens::token_store::identifiers (set_, &set_->identifiers ());
    }

    namespace
    {
      // Each sending costs some microseconds. A transaction of more statements
      // takes so long that one round trip at its end does not matter.
      //
      const unsigned most_posts = 32;
    }

    void transaction_fence::post () noexcept
    try
    {
      const odb_alkey::options& o (store_->environment ().options);
      const std::size_t size (set_->identifiers ().size ());

      if (size == posted_size_ || size > o.max_row_fences ||
          size > tokens::batch::largest || fenced_ != 0 || late_ ||
          posts_ == most_posts || store_->environment ().faults.no_fences)
        return;

      const auto now (std::chrono::steady_clock::now ());

      if (posted_ == nullptr)
      {
        if (o.early_fences.count () == 0)
          return;

        posted_.reset (new tokens::posted_fences (store_->scripts ()));
        posted_since_ = now;
      }

      if (now - posted_since_ > o.early_fences)
        return;

      ++posts_;

      for (const tokens::batch& b : tokens::divide (
             written (posted_size_, size), nonce_, tokens::rows::by_name))
        if (!posted_->post (b))
          return;

      posted_size_ = size;
    }
    catch (...)
    {
      // There was no memory. raise () fences all of it.
    }

    // Some of the set, for others who go on reading it while the set grows.
    // All of these have the first nonce.
    //
    tokens::token_store::identifiers
    transaction_fence::written (std::size_t begin, std::size_t end) const
    {
      struct part
      {
        std::shared_ptr<change_set> of;
        std::vector<const std::string*> all;
      };

      const std::vector<const std::string*>& all (set_->identifiers ());
      auto p (std::make_shared<part> ());
      p->of = set_;
      p->all.assign (all.begin () + static_cast<std::ptrdiff_t> (begin),
                     all.begin () + static_cast<std::ptrdiff_t> (end));
      return tokens::token_store::identifiers (p, &p->all);
    }

    // Takes what was posted for fenced, if Redis has confirmed all of it, and
    // not too long ago. Returns true if it was. If there are so many rows that
    // their tables are fenced, those of some rows do not count.
    //
    bool transaction_fence::take_posted () noexcept
    {
      if (posted_ == nullptr || fenced_ != 0 || late_)
        return false;

      const auto patience (store_->environment ().options.fence_timeout / 4);

      if (!posted_->settle (store_->scripts ().breaker ().deadline ()) ||
          posted_size_ == 0 ||
          set_->identifiers ().size () >
            store_->environment ().options.max_row_fences ||
          std::chrono::steady_clock::now () - posted_since_ >= patience)
        return false;

      fenced_ = posted_size_;
      since_ = posted_since_;
      store_->end_leases (identifiers ());
      return true;
    }

    void transaction_fence::lower () noexcept
    try
    {
      if (posted_size_ == 0)
        return;

      // A fence must not arrive after its removal.
      //
      posted_->settle (store_->scripts ().breaker ().deadline ());
      store_->unfence (written (0, posted_size_), nonce_);
    }
    catch (...)
    {
      // The fences are over after a while.
    }

    // A fence that took long to confirm is old already when the statement goes
    // out. Past half of its time it is made again, not counting the time for
    // which a commit may wait for leases. If that takes as long again, and
    // once more, Redis is too slow.
    //
    bool transaction_fence::fence (const std::string* row_to_come) noexcept
    try
    {
      if (take_posted () && fenced (row_to_come))
      {
        store_->environment ().counters->fences.add ();
        store_->environment ().counters->early_fences.add ();
      }

      for (int tries (0); !fenced (row_to_come); ++tries)
      {
        if (tries == 3)
          return false;

        if (fenced_ == 0)
          since_ = std::chrono::steady_clock::now ();

        std::string sweep;

        if (!table_fenced (row_to_come))
        {
          sweep = identifier::sweep (*row_to_come).str ();
          tables_.push_back (row_to_come);
          any_table_ = true;
        }

        if (!store_->fence (identifiers (), nonce_, fenced_, sweep))
        {
          tables_.clear ();
          return false;
        }

        fenced_ = set_->identifiers ().size ();
      }

      if (posted_ != nullptr)
        posted_->outlast_leases ();

      return true;
    }
    catch (...)
    {
      return false;
    }

    // True if all is fenced for long enough. If that is not sure of some, all
    // are fenced again, rather than one after the other.
    //
    bool transaction_fence::fenced (const std::string* row_to_come) noexcept
    {
      std::size_t size (set_->identifiers ().size ());

      if (std::chrono::steady_clock::now () - since_ >=
          store_->environment ().options.fence_timeout / 2 +
            tokens::near_list::longest_wait ())
        fenced_ = 0;

      if (fenced_ == 0 || !tokens::token_store::together (fenced_, size))
        tables_.clear ();

      return fenced_ == size && table_fenced (row_to_come);
    }

    bool transaction_fence::table_fenced (
      const std::string* row_to_come) const noexcept
    {
      return row_to_come == nullptr ||
             std::find (tables_.begin (), tables_.end (), row_to_come) !=
               tables_.end ();
    }

    void transaction_fence::raise (moment m, const char* refusal,
                                   const std::string* row_to_come)
    {
      confirmed_ = fence (row_to_come);

      if (confirmed_)
        return;

      if (store_->environment ().options.when_unavailable ==
          when_unavailable::refuse)
        throw redis_unavailable (
          std::string (refusal) +
          ", since Redis did not confirm that its objects are being written, "
          "and the option when_unavailable is refuse");

      // Nothing but the whole table stands for the row then.
      //
      if (row_to_come != nullptr)
        set_->insert (identifier::sweep (*row_to_come));

      // The store remembers what it was given before. It is given all again
      // at COMMIT, since it may have fenced some of it meanwhile, and too long
      // ago. If there is no memory for that, nothing must be committed.
      //
      if (!fence_later (m == moment::at_commit ? 0 : given_))
        throw std::bad_alloc ();
    }

    void transaction_fence::raise_after_end () noexcept
    {
      if (!fence (nullptr) && !fence_later (0))
        store_->forgotten (set_->identifiers ().size ());
    }

    bool transaction_fence::fence_later (std::size_t first) noexcept
    {
      late_ = true;
      given_ = set_->identifiers ().size ();
      return store_->fence_later (identifiers (), nonce_, first);
    }

    // A late fence must come before the reset, or it would stay: so the store
    // does both in this order.
    //
    void transaction_fence::reset () noexcept
    {
      if (set_->empty ())
        return;

      if (late_)
        store_->reset_later (identifiers (), nonce_);
      else
        store_->reset (identifiers (), nonce_, confirmed_, any_table_);
    }
  }
}
