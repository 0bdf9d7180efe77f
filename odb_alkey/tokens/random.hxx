#ifndef ODB_ALKEY_TOKENS_RANDOM_HXX
#define ODB_ALKEY_TOKENS_RANDOM_HXX

#include <cstdint>
#include <string>

namespace odb_alkey
{
  namespace detail
  {
    // 64 random bits, another sequence in each thread and in each child of a
    // fork.
    //
    std::uint64_t random_bits () noexcept;

    // 53 random bits, never 0: whose a fence is.
    //
    std::uint64_t random_nonce () noexcept;

    // 32 hexadecimal digits that nobody else ever makes. The first returns
    // where they end.
    //
    char* write_unique (char* to) noexcept;
    void append_unique (std::string& to);
  }
}

#endif // ODB_ALKEY_TOKENS_RANDOM_HXX
