#include <odb_alkey/detail/parents.hxx>

#include <utility>

#include <odb_alkey/detail/transaction-outcome.hxx>

namespace odb_alkey
{
  namespace detail
  {
    parents::parents (identifiers loaded): before_ (std::move (loaded)) {}

    parents::parents (identifiers before, identifiers written,
                      std::shared_ptr<const transaction_outcome> by)
        : before_ (std::move (before)), written_ (std::move (written)),
          by_ (std::move (by))
    {
    }

    parents::identifiers parents::possible () const
    {
      if (by_ == nullptr)
        return before_;

      switch (by_->how.load (std::memory_order_acquire))
      {
      case ending::committed:
        return written_;
      case ending::rolled_back:
        return before_;
      case ending::open:
      case ending::unknown:
        break;
      }

      identifiers r (before_);
      r.insert (r.end (), written_.begin (), written_.end ());
      return r;
    }

    parents::identifiers parents::before_transaction (
      const std::shared_ptr<const transaction_outcome>& current) const
    {
      return by_ == current ? before_ : possible ();
    }
  }
}
