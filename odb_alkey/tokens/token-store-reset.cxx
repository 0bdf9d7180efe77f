#include <odb_alkey/tokens/token-store.hxx>

#include <utility>

#include <odb_alkey/redis/pool.hxx>
#include <odb_alkey/redis/script.hxx>
#include <odb_alkey/tokens/scripts.hxx>

// The part of the store that changes tokens after a commit, without keeping
// the one who committed waiting.

namespace odb_alkey
{
  namespace tokens
  {
    // The receiver of the reply to a reset that nobody waits for.
    //
    class token_store::posted_reset: public redis::reply_handler
    {
    public:
      posted_reset (token_store& s, const part& p, std::uint64_t offered)
          : store_ (s), part_ (p), offered_ (offered),
            generation_ (support::fork_generation ())
      {
      }

      // In the child of a fork it is the parent who gets the reply.
      //
      void done (const redis::reply* r) noexcept override
      {
        if (support::fork_generation () == generation_)
          store_.reset_done (part_, offered_, r);
      }

    private:
      token_store& store_;
      part part_;
      std::uint64_t offered_;
      unsigned generation_;
    };

    void token_store::reset (const identifiers& i, std::uint64_t nonce,
                             bool marked, bool sweeps_marked) noexcept
    try
    {
      rows how (!marked         ? rows::by_name
                : sweeps_marked ? rows::by_table
                                : rows::by_table_if_many);

      for (const part& p : parts (i, nonce, how, marked))
      {
        try
        {
          post (p);
        }
        catch (...)
        {
          breaker_.failed ("changing tokens after a commit");
          later (p);
        }
      }
    }
    catch (...)
    {
      // There was no memory to divide it, and so none of it was done.
      //
      breaker_.failed ("changing tokens after a commit");
      // Marked tokens heal.
      //
      if (!marked)
        forgotten (i->size ());
    }

    bool token_store::reset_now (const identifiers& i,
                                 std::uint64_t nonce) noexcept
    try
    {
      std::vector<part> p (parts (i, nonce, rows::by_name));
      run (scripts::reset, p);

      for (const part& x : p)
        count_reset (x);

      return true;
    }
    catch (...)
    {
      breaker_.failed ("changing tokens");
      return false;
    }

    void token_store::reset_later (const identifiers& i,
                                   std::uint64_t nonce) noexcept
    {
      if (!later (backlog::kind::change, i, nonce, 0))
        forgotten (i->size ());
    }

    bool token_store::fence_later (const identifiers& i, std::uint64_t nonce,
                                   std::size_t first) noexcept
    {
      return later (backlog::kind::mark, i, nonce, first);
    }

    void token_store::post (const part& p)
    {
      redis::deadline d (breaker_.deadline ());

      breaker_.with_connection (
        d,
        [&] (redis::connection& c)
        {
          std::size_t server (c.server_hash ());

          // The reply to what is posted is not awaited, so that it cannot be
          // answered with the script's source. The first one waits, and learns
          // that the script is there.
          //
          if (reset_known_.load (std::memory_order_relaxed) != server)
          {
            if (run_here (c, scripts::reset, std::vector<part> (1, p), d))
              count_reset (p);
            else
              later (p);

            reset_known_.store (server, std::memory_order_relaxed);
            return;
          }

          redis::script_calls call;
          std::uint64_t offered (
            add_part (call, scripts::reset, c.server (), p));
          c.post (call.evalsha (),
                  std::unique_ptr<redis::reply_handler> (
                    new posted_reset (*this, p, offered)),
                  d);
        });
    }

    void token_store::reset_done (const part& p, std::uint64_t offered,
                                  const redis::reply* r) noexcept
    try
    {
      if (r != nullptr && !redis::script_missing (*r))
      {
        if (accept (*r, offered))
          count_reset (p);
        else
          later (p);

        return;
      }

      if (r != nullptr)
        reset_known_.store (0, std::memory_order_relaxed);

      later (p);
    }
    catch (...)
    {
      breaker_.failed ("changing tokens after a commit");
      later (p);
    }

    void token_store::count_reset (const part& p) noexcept
    {
      if (p.begin == 0)
        counters_.resets.add ();

      counters_.reset_identifiers.add (p.end - p.begin);
    }
  }
}
