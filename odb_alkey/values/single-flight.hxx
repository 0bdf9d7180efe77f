#ifndef ODB_ALKEY_VALUES_SINGLE_FLIGHT_HXX
#define ODB_ALKEY_VALUES_SINGLE_FLIGHT_HXX

#include <chrono>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

#include <odb_alkey/support/fork.hxx>
#include <odb_alkey/support/keyed-hash.hxx>

namespace odb_alkey
{
  namespace values
  {
    // The values that are being computed in this process, by the texts of
    // their keys. The first caller computes the value, and the others wait for
    // it.
    //
    // Any thread may use it. All keys have to be storable, because a value
    // that was made from an older snapshot must not reach other callers.
    //
    class single_flight final: private support::fork_aware
    {
    public:
      single_flight () = default;

      // Shared by address.
      //
      single_flight (const single_flight&) = delete;
      single_flight& operator= (const single_flight&) = delete;

      class flight
      {
      public:
        enum class state
        {
          running,
          finished,
          failed,
          abandoned // The leader is gone, and has not computed it.
        };

        // Waits until the computation has ended, but not longer than until
        // this time.
        //
        state wait (std::chrono::steady_clock::time_point until);

        // The first requires that it has finished, the second that it has
        // failed.
        //
        const std::string& value () const noexcept
        {
          return value_;
        }

        [[noreturn]] void rethrow () const
        {
          std::rethrow_exception (exception_);
        }

      private:
        friend class single_flight;

        std::mutex mutex_;
        std::condition_variable over_;
        state state_ = state::running;
        std::string value_;
        std::exception_ptr exception_;
        std::thread::id leader_ = std::this_thread::get_id ();
      };

      // Takes part in the computation of a key's value. The participant that
      // leads calls finish () or fail (); if it does neither, the computation
      // is abandoned when it is destroyed.
      //
      class participant
      {
      public:
        participant (single_flight&, const std::string& key);
        ~participant ();

        participant (const participant&) = delete;
        participant& operator= (const participant&) = delete;

        bool leads () const noexcept
        {
          return leads_;
        }

        // True if this same thread leads in an outer call, so that waiting for
        // it would never end.
        //
        bool own () const noexcept;

        flight& operator* () const noexcept
        {
          return *flight_;
        }

        void finish (const std::string& value);
        void fail (std::exception_ptr);

      private:
        void end (flight::state);

        single_flight& all_;
        const std::string& key_;
        std::shared_ptr<flight> flight_;
        bool leads_ = false;
      };

    private:
      void before_fork () noexcept override;
      void after_fork (bool child) noexcept override;

      std::mutex mutex_;
      std::unordered_map<std::string, std::shared_ptr<flight>,
                         support::keyed_hash>
        flying_;
      support::fork_registration registration_ {*this};
    };
  }
}

#endif // ODB_ALKEY_VALUES_SINGLE_FLIGHT_HXX
