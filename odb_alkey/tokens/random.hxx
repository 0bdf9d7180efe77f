#ifndef ODB_ALKEY_TOKENS_RANDOM_HXX
#define ODB_ALKEY_TOKENS_RANDOM_HXX

#include <cstdint>

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
  }
}

#endif // ODB_ALKEY_TOKENS_RANDOM_HXX
