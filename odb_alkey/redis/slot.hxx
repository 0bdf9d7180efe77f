#ifndef ODB_ALKEY_REDIS_SLOT_HXX
#define ODB_ALKEY_REDIS_SLOT_HXX

#include <cstddef>
#include <cstdint>
#include <string>

namespace odb_alkey
{
  namespace redis
  {
    // Redis Cluster divides all keys into 16384 slots, and each slot belongs
    // to one node
    // (https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/).
    //
    typedef std::uint16_t slot;

    const std::size_t slots = 16384;

    // Returns the slot of a Redis key: the CRC-16 (XMODEM) of its hash tag,
    // which is the text between the first '{' and the next '}'. A key without
    // a tag, or with an empty one, counts as a whole.
    //
    slot slot_of (const char* key, std::size_t size) noexcept;

    inline slot slot_of (const std::string& key) noexcept
    {
      return slot_of (key.data (), key.size ());
    }
  }
}

#endif // ODB_ALKEY_REDIS_SLOT_HXX
