#ifndef ODB_ALKEY_REDIS_SENTINEL_HXX
#define ODB_ALKEY_REDIS_SENTINEL_HXX

#include <atomic>
#include <cstddef>

#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/endpoint.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // Finds the primary, by asking Redis Sentinel.
    //
    //   sentinels s (parse_url ("redis-sentinel://a,b,c/blog"));
    //   connection c (s.primary (limits, deadline), limits, deadline);
    //
    // Any thread may use it.
    //
    class sentinels
    {
    public:
      explicit sentinels (const endpoint&);

      // Asks the sentinels one after the other, beginning with the one that
      // has answered last; each gets its share of the time. Throws
      // redis_unavailable, which tells what is wrong with one of them. Returns
      // the endpoint itself if it has no sentinels.
      //
      endpoint primary (const timeouts&, deadline);

    private:
      bool ask (std::size_t, const timeouts&, deadline, endpoint&);

      const endpoint endpoint_;
      std::atomic<std::size_t> last_ {0};
    };
  }
}

#endif // ODB_ALKEY_REDIS_SENTINEL_HXX
