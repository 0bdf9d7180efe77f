#ifndef ODB_ALKEY_SUPPORT_RANDOM_HXX
#define ODB_ALKEY_SUPPORT_RANDOM_HXX

#include <cstddef>
#include <cstdint>
#include <string>

namespace odb_alkey
{
  namespace support
  {
    // 64 random bits, another sequence in each thread and in each child of a
    // fork.
    //
    std::uint64_t random_bits () noexcept;

    // 53 random bits, never 0: whose a fence is.
    //
    std::uint64_t random_nonce () noexcept;

    // Another one for each small n, the nonce itself for 0.
    //
    std::uint64_t nonce_after (std::uint64_t nonce, std::size_t n) noexcept;

    // 32 hexadecimal digits that nobody else ever makes. The first returns
    // where they end.
    //
    char* write_unique (char* to) noexcept;
    void append_unique (std::string& to);
  }
}

#endif // ODB_ALKEY_SUPPORT_RANDOM_HXX
