#include <odb_alkey/detail/checksum.hxx>

#include <cstddef>
#include <cstdint>

#include <odb_alkey/detail/malformed.hxx>
#include <odb_alkey/support/hexadecimal.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      const std::size_t checksum_size = 16;

      std::string checksum (const char* bytes, std::size_t size)
      {
        std::uint64_t n (0xCBF29CE484222325);

        for (std::size_t i (0); i != size; ++i)
          n = (n ^ static_cast<unsigned char> (bytes[i])) * 0x100000001B3;

        char text[checksum_size];
        support::write_hexadecimal (text, n);
        return std::string (text, sizeof (text));
      }
    }

    std::string with_checksum (const std::string& bytes)
    {
      return checksum (bytes.data (), bytes.size ()) + bytes;
    }

    std::string without_checksum (const std::string& s)
    {
      if (s.size () < checksum_size ||
          s.compare (0, checksum_size,
                     checksum (s.data () + checksum_size,
                               s.size () - checksum_size)) != 0)
        malformed ("an archive with its checksum", s);

      return s.substr (checksum_size);
    }
  }
}
