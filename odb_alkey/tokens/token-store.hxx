#ifndef ODB_ALKEY_TOKENS_TOKEN_STORE_HXX
#define ODB_ALKEY_TOKENS_TOKEN_STORE_HXX

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/stamp.hxx>
#include <odb_alkey/options.hxx>
#include <odb_alkey/tokens/batch.hxx>
#include <odb_alkey/tokens/environment.hxx>
#include <odb_alkey/tokens/near-advisor.hxx>
#include <odb_alkey/tokens/near-tables.hxx>
#include <odb_alkey/tokens/reading.hxx>
#include <odb_alkey/tokens/recovery.hxx>
#include <odb_alkey/tokens/reset-poster.hxx>
#include <odb_alkey/tokens/script-runner.hxx>
#include <odb_alkey/tokens/token-reader.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    class extra_keys;
    class extra_values;

    // The tokens in Redis: the operations of the invalidation protocol.
    //
    //   token_store s (options);
    //   bool fenced (s.fence (identifiers, nonce)); // before a COMMIT
    //   …                                           // the COMMIT
    //   s.reset (identifiers, nonce, fenced);       // after it
    //
    // Any thread may call any of them. None throws: if Redis does not do what
    // it is asked, that is returned, counted and logged. None takes longer
    // than the budget, except that a commit waits for leases.
    //
    class token_store
    {
    public:
      typedef tokens::identifiers identifiers;
      typedef tokens::reading reading;

      explicit token_store (const options&);
      ~token_store ();

      // Shared by address, with a process's threads.
      //
      token_store (const token_store&) = delete;
      token_store& operator= (const token_store&) = delete;

      // Reads the tokens of some identifiers, in one round trip, and one more
      // if something has to be created or healed. Returns false if Redis did
      // not answer. The values under other keys, if they are asked for, come
      // in the first round trip: see extra_values, which waits for them.
      //
      bool read (const std::vector<detail::identifier_view>&, reading&,
                 const extra_keys* = nullptr,
                 extra_values* = nullptr) noexcept;

      // Uses tokens of this table for so long without asking, or no more. The
      // latter waits for that time, and returns false if Redis did not
      // confirm it.
      //
      void add_near (const std::string& table,
                     std::chrono::milliseconds length);
      bool remove_near (const std::string& table) noexcept;

      const near_tables& near () const noexcept
      {
        return near_;
      }

      // Makes a reading without asking, if all of it may be used so.
      //
      bool read_near (const std::vector<detail::identifier_view>&, reading&);

      void count_near_hit (const std::vector<detail::identifier_view>& of)
      {
        near_.count_hit (of);
      }

      // Says for which tables it would pay to be near, and for which it does
      // not.
      //
      std::string near_advice () const
      {
        return advisor_.advice ();
      }

      // Learns the present clock. Returns false if Redis did not answer.
      //
      bool refresh () noexcept;

      // Returns the clock as this process knows it, for a snapshot that is
      // about to be opened. If the clock is old, Redis is asked first, where
      // the options say so.
      //
      detail::stamp before_snapshot () noexcept;

      // Fences identifiers that are about to be written, from the first one
      // on; those before it have been fenced by an earlier call. The order
      // must be that of the reset. A sweep, if it is given, is fenced in the
      // place of the row of its table that comes next. Returns true if Redis
      // has confirmed the fences, and no process uses any of the tokens
      // without asking any more, which takes up to 50 ms if they are near.
      //
      bool fence (const identifiers&, std::uint64_t nonce,
                  std::size_t first = 0,
                  const std::string& sweep = std::string ()) noexcept;

      // Returns true if a sweep that was fenced for a transaction of one size
      // is still released by its reset when the transaction has the other
      // size: both fall into the same batch, which has the nonce.
      //
      static bool together (std::size_t a, std::size_t b) noexcept
      {
        return a / batch::largest == b / batch::largest;
      }

      // Ends the leases of this process of what was fenced by posted_fences.
      //
      void end_leases (const identifiers& i) noexcept
      {
        near_.end (i, 0, std::string ());
      }

      // Removes the fences of a transaction that was rolled back before its
      // COMMIT was sent. If that fails, they are over after a while, and their
      // tokens change.
      //
      void unfence (const identifiers&, std::uint64_t nonce) noexcept;

      // Fences them later, by the thread of the recovery, since the commit
      // goes through unfenced. Until Redis has confirmed the fences this
      // process makes no key of the identifiers. Returns false if there is no
      // memory for that.
      //
      bool fence_later (const identifiers&, std::uint64_t nonce,
                        std::size_t first = 0) noexcept;

      // Changes the tokens and removes the fences of this nonce, without
      // waiting for the reply: the next user of the connection takes it, or
      // drain_replies (). If Redis does not do it, the recovery does, and
      // until then this process makes no key of identifiers that are not
      // fenced. sweeps_fenced means that sweeps were fenced in the place of
      // rows, and are released as well.
      //
      void reset (const identifiers&, std::uint64_t nonce, bool fenced,
                  bool sweeps_fenced = false) noexcept;

      // Resets tokens later, by the thread of the recovery, after all that it
      // has to do before. They have no fence, so this process makes no key of
      // the identifiers until then.
      //
      void reset_later (const identifiers&, std::uint64_t nonce) noexcept;

      // Waits until all leases have ended that processes may hold of what was
      // not fenced, since Redis did not answer. (fence_later () does so, too.)
      //
      void outlast_leases (const identifiers&) noexcept;

      // Changes tokens and waits, also for the end of leases. Returns true if
      // Redis has confirmed it.
      //
      bool reset_now (const identifiers&, std::uint64_t nonce) noexcept;

      // Counts and logs identifiers that were written, and that there is no
      // memory to tell Redis of later.
      //
      void forgotten (std::size_t count) noexcept
      {
        recovery_.lost (count);
      }

      // Takes the replies that have arrived, without waiting. Costs one
      // relaxed load if none is owed.
      //
      void drain_replies () noexcept
      {
        scripts_.breaker ().pool ().drain_replies ();
      }

      // Waits until Redis has done everything that was left for later. Returns
      // how many identifiers are left when the time is up.
      //
      std::size_t flush (std::chrono::milliseconds timeout) noexcept
      {
        return recovery_.flush (timeout);
      }

      // Identifiers that are left for later.
      //
      std::size_t pending () const noexcept
      {
        return recovery_.left ().size ();
      }

      odb_alkey::stats stats () const noexcept;

      tokens::environment& environment () noexcept
      {
        return environment_;
      }

      // Runs scripts that do not belong to the protocol, and other commands.
      //
      script_runner& scripts () noexcept
      {
        return scripts_;
      }

    private:
      bool asks_before_snapshots () const noexcept;
      void note_reply () noexcept;
      void add_tables (odb_alkey::stats&) const;
      void list_near (const std::vector<detail::identifier_view>&,
                      const reading&) noexcept;

      tokens::environment environment_;
      near_tables near_;
      near_advisor advisor_;

      // The time of the last reply, by the steady clock; kept only if the
      // options ask for it.
      //
      std::atomic<std::chrono::steady_clock::rep> last_reply_ {0};

      // The end of the scripts hands out the replies that are owed, hence it
      // comes first.
      //
      recovery recovery_;
      reset_poster poster_;
      script_runner scripts_;
      token_reader reader_;
    };
  }
}

#endif // ODB_ALKEY_TOKENS_TOKEN_STORE_HXX
