#include <odb_alkey/tokens/token-store.hxx>

#include <functional>
#include <utility>

#include <odb_alkey/redis/pool.hxx>
#include <odb_alkey/redis/script.hxx>
#include <odb_alkey/tokens/scripts.hxx>

// The part of the store that changes tokens after a commit, without keeping
// the one who committed waiting.

namespace odb_alkey
{
  namespace detail
  {
    // The receiver of the reply to a reset that nobody waits for.
    //
    class token_store::posted_reset: public redis::deferred
    {
    public:
      posted_reset (token_store& s, const part& p)
          : store_ (s), part_ (p), generation_ (redis::fork_generation ())
      {
      }

      // In the child of a fork it is the parent who gets the reply.
      //
      void done (const redis::reply* r) noexcept override
      {
        if (redis::fork_generation () == generation_)
          store_.reset_done (part_, r);
      }

    private:
      token_store& store_;
      part part_;
      unsigned generation_;
    };

    void token_store::reset (const identifiers& i, std::uint64_t nonce,
                             bool marked) noexcept
    {
      for (const part& p :
           parts (i, nonce, marked ? rows::by_table_if_many : rows::by_name,
                  marked))
      {
        try
        {
          post (p);
        }
        catch (...)
        {
          gateway_.failed ("changing tokens after a commit");
          later (p);
        }
      }
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
      gateway_.failed ("changing tokens");
      return false;
    }

    void token_store::reset_later (const identifiers& i,
                                   std::uint64_t nonce) noexcept
    {
      later (backlog::kind::change, i, nonce);
    }

    void token_store::fence_later (const identifiers& i,
                                   std::uint64_t nonce) noexcept
    {
      later (backlog::kind::mark, i, nonce);
    }

    void token_store::post (const part& p)
    {
      redis::deadline d (gateway_.deadline ());

      gateway_.with_connection (
        d,
        [&] (redis::connection& c)
        {
          std::size_t server (std::hash<std::string> () (c.run_id ()));

          // The reply to what is posted is not awaited, so that it cannot be
          // answered with the script's source. The first one waits, and learns
          // that the script is there.
          //
          if (reset_known_.load (std::memory_order_relaxed) != server)
          {
            run_here (c, scripts::reset, std::vector<part> (1, p), d);
            reset_known_.store (server, std::memory_order_relaxed);
            count_reset (p);
            return;
          }

          redis::script_calls call;
          add_part (call, scripts::reset, c.run_id (), p);
          c.post (
            call.evalsha (),
            std::unique_ptr<redis::deferred> (new posted_reset (*this, p)), d);
        });
    }

    void token_store::reset_done (const part& p,
                                  const redis::reply* r) noexcept
    try
    {
      if (r != nullptr && !redis::script_missing (r->root ()))
      {
        learn (r->root ());
        count_reset (p);
        return;
      }

      if (r != nullptr)
        reset_known_.store (0, std::memory_order_relaxed);

      later (p);
    }
    catch (...)
    {
      gateway_.failed ("changing tokens after a commit");
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
