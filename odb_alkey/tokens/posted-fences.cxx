#include <odb_alkey/tokens/posted-fences.hxx>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include <odb_alkey/redis/script.hxx>
#include <odb_alkey/support/fork.hxx>
#include <odb_alkey/tokens/script-runner.hxx>
#include <odb_alkey/tokens/scripts.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // The replies, which any thread may hand out.
    //
    class posted_fences::answers
    {
    public:
      void sent ()
      {
        std::lock_guard<std::mutex> l (mutex_);
        ++missing_;
      }

      void not_sent () noexcept
      {
        std::lock_guard<std::mutex> l (mutex_);
        --missing_;
      }

      void came (bool counts, const lease_wait& w) noexcept
      {
        std::lock_guard<std::mutex> l (mutex_);
        const lease_waits::steady::time_point until (
          lease_waits::steady::now () + w.length);

        --missing_;
        all_count_ = all_count_ && counts;

        if (until_ < until)
        {
          until_ = until;
          wait_ = w;
        }

        changed_.notify_all ();
      }

      bool complete () const noexcept
      {
        std::lock_guard<std::mutex> l (mutex_);
        return missing_ == 0;
      }

      bool complete_by (redis::deadline d)
      {
        std::unique_lock<std::mutex> l (mutex_);
        return changed_.wait_until (l, d, [this] { return missing_ == 0; });
      }

      bool all_count () const noexcept
      {
        std::lock_guard<std::mutex> l (mutex_);
        return missing_ == 0 && all_count_;
      }

      // The longest wait, which counts from the reply.
      //
      lease_wait wait (lease_waits::steady::time_point& until) const
      {
        std::lock_guard<std::mutex> l (mutex_);
        until = until_;
        return wait_;
      }

    private:
      mutable std::mutex mutex_;
      std::condition_variable changed_;
      std::size_t missing_ = 0;
      bool all_count_ = true;
      lease_wait wait_;
      lease_waits::steady::time_point until_;
    };

    // Receives one reply.
    //
    class posted_fences::posted final: public redis::reply_handler
    {
    public:
      posted (script_runner& s, std::shared_ptr<answers> a, const batch& b,
              std::uint64_t offered)
          : scripts_ (s), answers_ (std::move (a)), batch_ (b),
            offered_ (offered), generation_ (support::fork_generation ())
      {
      }

      // In the child of a fork it does nothing: the parent gets the reply.
      //
      void done (const redis::reply* r) noexcept override
      {
        if (support::fork_generation () != generation_)
          return;

        lease_wait w;
        bool counts (false);

        try
        {
          counts =
            r != nullptr && scripts_.fence_counts (*r, offered_, batch_, w);
        }
        catch (...)
        {
          // COMMIT makes the fence again, and tells if that fails, too.
        }

        answers_->came (counts, w);
      }

    private:
      script_runner& scripts_;
      const std::shared_ptr<answers> answers_;
      const batch batch_;
      const std::uint64_t offered_;
      const unsigned generation_;
    };

    posted_fences::posted_fences (script_runner& s)
        : scripts_ (s), answers_ (std::make_shared<answers> ())
    {
    }

    bool posted_fences::post (const batch& b) noexcept
    try
    {
      bool sent (false);

      scripts_.breaker ().with_idle_connection (
        [&] (redis::connection& c)
        {
          if (!scripts_.has_fence (c))
            return;

          redis::script_calls call;
          const std::uint64_t offered (
            scripts_.add (call, scripts::fence, c.server (), b));
          std::unique_ptr<redis::reply_handler> h (
            new posted (scripts_, answers_, b, offered));

          if (std::find (on_.begin (), on_.end (), &c) == on_.end ())
            on_.push_back (&c);

          answers_->sent ();

          try
          {
            c.post (call.evalsha (), std::move (h),
                    scripts_.breaker ().deadline ());
            sent = true;
          }
          catch (...)
          {
            answers_->not_sent ();
            throw;
          }
        });

      return sent;
    }
    catch (...)
    {
      // COMMIT makes the fence again, and tells if that fails, too.
      //
      return false;
    }

    // Another thread that has the connection takes the replies before its own.
    // It may also give it back without having read anything.
    //
    bool posted_fences::take (const redis::connection* c, redis::deadline d)
    {
      const std::chrono::microseconds pause (200);

      while (!answers_->complete ())
      {
        const redis::deadline now (std::chrono::steady_clock::now ());

        if (scripts_.breaker ().pool ().settle (c, d) ||
            answers_->complete_by (std::min (d, now + pause)))
          return true;

        if (now >= d)
          return false;
      }

      return true;
    }

    bool posted_fences::settle (redis::deadline d) noexcept
    try
    {
      if (scripts_.breaker ().down ())
        return false;

      for (const redis::connection* c : on_)
        if (!take (c, d))
          return false;

      return answers_->all_count ();
    }
    catch (...)
    {
      scripts_.breaker ().failed ("fencing what a commit writes");
      return false;
    }

    void posted_fences::outlast_leases () noexcept
    {
      lease_waits::steady::time_point until;
      lease_wait w;

      try
      {
        w = answers_->wait (until);
      }
      catch (...)
      {
        // There is no memory for the name of the table.
      }

      scripts_.waits ().wait (w, until);
    }
  }
}
