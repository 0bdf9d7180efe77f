#ifndef ODB_ALKEY_TOKENS_RESET_POSTER_HXX
#define ODB_ALKEY_TOKENS_RESET_POSTER_HXX

#include <atomic>
#include <cstddef>
#include <cstdint>

#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/tokens/batch.hxx>

namespace odb_alkey
{
  namespace redis
  {
    class connection;
    class reply;
  }

  namespace tokens
  {
    class recovery;
    class script_runner;

    // Changes tokens after a commit, without keeping the thread that has
    // committed waiting. If Redis turns out not to have done it, the recovery
    // does.
    //
    // Any thread may use it.
    //
    class reset_poster
    {
    public:
      // Must outlive the connections of the runner, whose replies are told to
      // it; and the recovery must outlive it.
      //
      reset_poster (script_runner&, recovery&);

      // Shared by address.
      //
      reset_poster (const reset_poster&) = delete;
      reset_poster& operator= (const reset_poster&) = delete;

      void post (const batch&) noexcept;

    private:
      class posted;

      void post (redis::connection&, const batch&, redis::deadline);
      void done (const batch&, std::uint64_t offered,
                 const redis::reply*) noexcept;

      script_runner& scripts_;
      recovery& recovery_;

      // The hash of the server that is known to have the script, or 0.
      //
      std::atomic<std::size_t> server_ {0};
    };
  }
}

#endif // ODB_ALKEY_TOKENS_RESET_POSTER_HXX
