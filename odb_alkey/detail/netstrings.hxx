#ifndef ODB_ALKEY_DETAIL_NETSTRINGS_HXX
#define ODB_ALKEY_DETAIL_NETSTRINGS_HXX

#include <cstddef>
#include <cstdint>
#include <string>

namespace odb_alkey
{
  namespace detail
  {
    // These write several encoded values as one text. Each value is a
    // netstring, "3:abc,", and a list begins with the number of its values,
    // "2;". The grammar is in odb_alkey/codec.hxx.
    //
    void append_netstring (std::string& to, const std::string& bytes);
    void append_count (std::string& to, std::size_t count);

    // Reads the values again, in their order. Malformed bytes throw
    // odb_alkey::exception. A length or a count for which there are not enough
    // bytes is malformed, so that no memory is allocated for it.
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

      // Reads the number of elements that follow.
      //
      std::uint64_t count ();
      std::string next ();

      // Throws if bytes are left.
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
