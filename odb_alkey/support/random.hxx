#ifndef ODB_ALKEY_SUPPORT_RANDOM_HXX
#define ODB_ALKEY_SUPPORT_RANDOM_HXX

#include <cstddef>
#include <cstdint>
#include <string>

namespace odb_alkey
{
  namespace support
  {
    // Returns 64 random bits. Each thread has another sequence, and so has
    // each child of a fork.
    //
    std::uint64_t random_bits () noexcept;

    // Returns the nonce of a commit, which its fences carry: 53 random bits,
    // never 0.
    //
    std::uint64_t random_nonce () noexcept;

    // Returns a different nonce for each small n, and the nonce itself for 0.
    //
    std::uint64_t nonce_after (std::uint64_t nonce, std::size_t n) noexcept;

    // Writes 32 hexadecimal digits that no other call in any process ever
    // writes. The first function returns where they end.
    //
    char* write_unique (char* to) noexcept;
    void append_unique (std::string& to);
  }
}

#endif // ODB_ALKEY_SUPPORT_RANDOM_HXX
