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

    void token_store::reset (const identifiers& i,
                             std::uint64_t nonce) noexcept
    try
    {
      for (const part& p : parts (i, nonce))
        post (p);
    }
    catch (...)
    {
      reset_lost (failed ("changing tokens after a commit"));
    }

    bool token_store::reset_now (const identifiers& i,
                                 std::uint64_t nonce) noexcept
    try
    {
      std::vector<part> p (parts (i, nonce));
      run (scripts::reset, p);
      for (const part& x : p)
        count_reset (x);

      return true;
    }
    catch (...)
    {
      reset_lost (failed ("changing tokens after a commit"));
      return false;
    }

    void token_store::post (const part& p)
    {
      redis::deadline d (deadline ());

      pool_->with_connection (
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
      if (r == nullptr)
      {
        reset_lost ("the connection was lost");
      }
      else if (redis::script_missing (r->root ()))
      {
        reset_known_.store (0, std::memory_order_relaxed);

        std::lock_guard<std::mutex> l (again_mutex_);
        again_.push_back (p);
        again_size_.store (again_.size (), std::memory_order_relaxed);
      }
      else
      {
        learn (r->root ());
        count_reset (p);
      }
    }
    catch (...)
    {
      reset_lost (failed ("changing tokens after a commit"));
    }

    void token_store::count_reset (const part& p) noexcept
    {
      if (p.begin == 0)
        counters_.resets.add ();

      counters_.reset_identifiers.add (p.end - p.begin);
    }

    void token_store::reset_lost (const std::string& why) noexcept
    {
      if (closing_.load (std::memory_order_relaxed))
        return;

      counters_.lost_resets.add ();
      log_.write (topic::lost_reset, log_level::error,
                  "the tokens of a committed transaction were not changed (" +
                    why +
                    "): what was not fenced stays valid until it expires");
    }

    void token_store::collect () noexcept
    {
      pool_->collect ();

      if (again_size_.load (std::memory_order_relaxed) != 0)
        send_again ();
    }

    void token_store::send_again () noexcept
    {
      std::vector<part> again;
      {
        std::lock_guard<std::mutex> l (again_mutex_);
        again.swap (again_);
        again_size_.store (0, std::memory_order_relaxed);
      }

      if (again.empty ())
        return;

      try
      {
        run (scripts::reset, again);
        for (const part& p : again)
          count_reset (p);
      }
      catch (...)
      {
        reset_lost (failed ("changing tokens after a commit"));
      }
    }
  }
}
