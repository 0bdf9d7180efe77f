#include <odb_alkey/tokens/reset-poster.hxx>

#include <memory>
#include <vector>

#include <odb_alkey/support/fork.hxx>
#include <odb_alkey/tokens/recovery.hxx>
#include <odb_alkey/tokens/script-runner.hxx>
#include <odb_alkey/tokens/scripts.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    namespace
    {
      const char failed[] = "changing tokens after a commit";
    }

    // Receives the reply to a reset that nobody waits for.
    //
    class reset_poster::posted: public redis::reply_handler
    {
    public:
      posted (reset_poster& p, const batch& b, std::uint64_t offered)
          : poster_ (p), batch_ (b), offered_ (offered),
            generation_ (support::fork_generation ())
      {
      }

      // In the child of a fork it does nothing: the parent gets the reply.
      //
      void done (const redis::reply* r) noexcept override
      {
        if (support::fork_generation () == generation_)
          poster_.done (batch_, offered_, r);
      }

    private:
      reset_poster& poster_;
      batch batch_;
      std::uint64_t offered_;
      unsigned generation_;
    };

    reset_poster::reset_poster (script_runner& s, recovery& r)
        : scripts_ (s), recovery_ (r)
    {
    }

    void reset_poster::post (const batch& b) noexcept
    try
    {
      redis::deadline d (scripts_.breaker ().deadline ());
      scripts_.breaker ().with_connection (d, [&] (redis::connection& c)
                                           { post (c, b, d); });
    }
    catch (...)
    {
      scripts_.breaker ().failed (failed);
      recovery_.later (b);
    }

    // Nobody waits for the reply to a posted call, and so nobody could send
    // the script's source if the server asks for it. The first call waits, and
    // learns that the server has the script.
    //
    void reset_poster::post (redis::connection& c, const batch& b,
                             redis::deadline d)
    {
      std::size_t server (c.server_hash ());

      if (server_.load (std::memory_order_relaxed) != server)
      {
        lease_wait nobody_waits;

        if (!scripts_.run (c, scripts::reset, {b}, d, nobody_waits))
          recovery_.later (b);

        server_.store (server, std::memory_order_relaxed);
        return;
      }

      redis::script_calls call;
      std::uint64_t offered (
        scripts_.add (call, scripts::reset, c.server (), b));
      c.post (
        call.evalsha (),
        std::unique_ptr<redis::reply_handler> (new posted (*this, b, offered)),
        d);
    }

    void reset_poster::done (const batch& b, std::uint64_t offered,
                             const redis::reply* r) noexcept
    try
    {
      bool missing (r != nullptr && redis::script_missing (*r));

      if (missing)
        server_.store (0, std::memory_order_relaxed);

      if (r != nullptr && !missing && scripts_.accept (*r, offered))
        scripts_.count_reset (b);
      else
        recovery_.later (b);
    }
    catch (...)
    {
      scripts_.breaker ().failed (failed);
      recovery_.later (b);
    }
  }
}
