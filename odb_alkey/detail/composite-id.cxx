#include <odb_alkey/detail/composite-id.hxx>

#include <cstdint>
#include <cstring>

#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      std::uint64_t from_network (const void* data, std::size_t size)
      {
        const unsigned char* bytes (static_cast<const unsigned char*> (data));
        std::uint64_t n (0);

        for (std::size_t i (0); i != size; ++i)
          n = n << 8 | bytes[i];

        return n;
      }
    }

    void append_network_integer (std::string& to, const void* data,
                                 std::size_t size)
    {
      std::uint64_t n (from_network (data, size));
      std::uint64_t sign (std::uint64_t (1) << (8 * size - 1));

      // The sign of a shorter number fills the bits above it.
      //
      append_signed (to, static_cast<std::int64_t> ((n ^ sign) - sign));
    }

    void append_network_floating (std::string& to, const void* data,
                                  std::size_t size)
    {
      std::uint64_t n (from_network (data, size));

      if (size == sizeof (float))
      {
        std::uint32_t bits (static_cast<std::uint32_t> (n));
        float x;
        std::memcpy (&x, &bits, sizeof (x));
        append_floating (to, x);
      }
      else
      {
        double x;
        std::memcpy (&x, &n, sizeof (x));
        append_floating (to, x);
      }
    }

    void no_text_of_part (const std::type_info& id, const char* why)
    {
      throw exception ("a member of an id of type " + type_name (id) +
                       " cannot be part of an identifier: " + why +
                       "; give the type an operator<< to a std::ostream that "
                       "prints different ids differently");
    }
  }
}
