#ifndef ODB_ALKEY_DETAIL_NETSTRINGS_HXX
#define ODB_ALKEY_DETAIL_NETSTRINGS_HXX

#include <cstddef>
#include <cstdint>
#include <string>

namespace odb_alkey
{
  namespace detail
  {
    // Several encoded values as one: each is a netstring, "3:abc,", and a list
    // begins with how many there are, "2;". The grammar is in
    // odb_alkey/codec.hxx.
    //
    void append_netstring (std::string& to, const std::string& bytes);
    void append_count (std::string& to, std::size_t count);

    // Reads them again, in their order. What is malformed throws
    // odb_alkey::exception. A length or a count that the bytes do not have
    // room for is malformed, so that nothing is allocated for it.
    //
    class netstrings
    {
    public:
      // Refers to the bytes.
      //
      explicit netstrings (const std::string& bytes) noexcept: bytes_ (bytes)
      {
      }

      netstrings (const netstrings&) = delete;
      netstrings& operator= (const netstrings&) = delete;

      // How many elements follow.
      //
      std::uint64_t count ();
      std::string next ();

      // Nothing may be left.
      //
      void end () const;

      [[noreturn]] void fail (const char* expected) const;

    private:
      std::uint64_t number (char terminator);

      const std::string& bytes_;
      std::size_t at_ = 0;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_NETSTRINGS_HXX
