#include <odb_alkey/changes/past-commits.hxx>

#include <algorithm>
#include <cstddef>
#include <utility>

#include <odb_alkey/changes/transaction-changes.hxx>

namespace odb_alkey
{
  namespace changes
  {
    void past_commits::reserve ()
    {
      commits_.reserve (commits_.size () + 1);
    }

    void past_commits::add (std::shared_ptr<transaction_changes> changes,
                            const odb::statement* s)
    {
      commits_.push_back (commit {std::move (changes), s, 0});
    }

    // A connection that goes on has finished what was sent before, unless it
    // is dead and does not know yet: then a COMMIT may still land. So the
    // server must have answered to something that came after the COMMIT. It
    // has if yet another statement follows; but not if that is BEGIN, which is
    // tried again and again. In the process nothing can get lost.
    //
    void past_commits::connection_goes_on (const sql::dialect& d,
                                           sql::boundary b) noexcept
    {
      unsigned enough (d.in_process ? 1 : 2);
      std::size_t kept (0);

      for (commit& c : commits_)
      {
        c.steps = b == sql::boundary::begin ? 1 : c.steps + 1;

        if (c.steps < enough)
          commits_[kept++] = std::move (c);
        else
          c.changes->connection_went_on ();
      }

      commits_.resize (kept);
    }

    // ODB makes a statement of a text only where the text is executed in the
    // process. It has been when the statement goes, successfully or not.
    //
    void past_commits::deallocating (const odb::statement& s) noexcept
    {
      std::size_t kept (0);

      for (commit& c : commits_)
        if (c.statement == &s)
          c.changes->connection_went_on ();
        else
          commits_[kept++] = std::move (c);

      commits_.resize (kept);
    }

    void past_commits::clear () noexcept
    {
      commits_.clear ();
    }

    void past_commits::forget (const tokens::token_store& s) noexcept
    {
      commits_.erase (std::remove_if (commits_.begin (), commits_.end (),
                                      [&s] (const commit& c)
                                      { return c.changes->of (s); }),
                      commits_.end ());
    }
  }
}
