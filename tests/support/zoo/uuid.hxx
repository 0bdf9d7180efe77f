#ifndef TESTS_SUPPORT_ZOO_UUID_HXX
#define TESTS_SUPPORT_ZOO_UUID_HXX

#include <array>
#include <cstddef>
#include <cstring>
#include <ostream>

#include <odb/core.hxx>

#ifndef ODB_COMPILER
  #include <odb/sqlite/traits.hxx>
#endif

namespace zoo
{
  // Like UUID classes of many libraries it is opaque, and prints.
  //
  class uuid
  {
  public:
    uuid () = default;
    explicit uuid (unsigned char last)
    {
      bytes_[15] = last;
    }

    unsigned char* data ()
    {
      return bytes_.data ();
    }

    const unsigned char* data () const
    {
      return bytes_.data ();
    }

    std::size_t size () const
    {
      return bytes_.size ();
    }

    friend bool operator<(const uuid& a, const uuid& b)
    {
      return a.bytes_ < b.bytes_;
    }

    friend std::ostream& operator<< (std::ostream& o, const uuid& u)
    {
      static const char digits[] = "0123456789abcdef";

      for (std::size_t i (0); i != u.size (); ++i)
      {
        if (i == 4 || i == 6 || i == 8 || i == 10)
          o << '-';
        o << digits[u.bytes_[i] >> 4] << digits[u.bytes_[i] & 15];
      }

      return o;
    }

  private:
    std::array<unsigned char, 16> bytes_ {};
  };

#pragma db value(uuid) type("BLOB")
}

#ifndef ODB_COMPILER
namespace odb
{
  namespace sqlite
  {
    template <>
    class value_traits<zoo::uuid, id_blob>
    {
    public:
      typedef zoo::uuid value_type;
      typedef zoo::uuid query_type;
      typedef details::buffer image_type;

      static void set_value (zoo::uuid& v, const details::buffer& b,
                             std::size_t n, bool is_null)
      {
        v = zoo::uuid ();

        if (!is_null && n == v.size ())
          std::memcpy (v.data (), b.data (), n);
      }

      static void set_image (details::buffer& b, std::size_t& n, bool& is_null,
                             const zoo::uuid& v)
      {
        is_null = false;
        n = v.size ();

        if (n > b.capacity ())
          b.capacity (n);

        std::memcpy (b.data (), v.data (), n);
      }
    };
  }
}
#endif

#endif // TESTS_SUPPORT_ZOO_UUID_HXX
