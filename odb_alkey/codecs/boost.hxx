#ifndef ODB_ALKEY_CODECS_BOOST_HXX
#define ODB_ALKEY_CODECS_BOOST_HXX

#include <locale>
#include <sstream>
#include <string>

#include <boost/archive/text_iarchive.hpp>
#include <boost/archive/text_oarchive.hpp>

#include <odb_alkey/codec.hxx>
#include <odb_alkey/detail/checksum.hxx>

namespace odb_alkey
{
  // Stores a type that Boost.Serialization can read and write as a text
  // archive, which does not depend on the byte order:
  //
  //   struct profile
  //   {
  //     std::string name;
  //     int age;
  //
  //     template <typename Archive>
  //     void serialize (Archive& a, unsigned version) { a & name & age; }
  //   };
  //
  //   namespace odb_alkey
  //   {
  //     template <> struct codec<profile>: boost_codec<profile> {};
  //   }
  //
  // Link with boost_serialization. The type needs a constructor without
  // arguments.
  //
  // The archive follows the 16 hexadecimal digits of its checksum. Reading an
  // archive allocates what it claims to hold, so bytes that were truncated or
  // changed, or are no archive, must not be read at all. This does not protect
  // against a program that writes into this Redis on purpose. Nor does it
  // always notice an archive of another type: tell values apart by an argument
  // of their keys, and formats by BOOST_CLASS_VERSION.
  //
  template <typename T>
  struct boost_codec
  {
    static std::string encode (const T& v)
    {
      std::ostringstream out;
      out.imbue (std::locale::classic ());
      {
        boost::archive::text_oarchive a (out);
        a << v;
      }
      return detail::with_checksum (out.str ());
    }

    static T decode (const std::string& s)
    {
      std::istringstream in (detail::without_checksum (s));
      in.imbue (std::locale::classic ());
      T r;
      {
        boost::archive::text_iarchive a (in);
        a >> r;
      }

      // A type with fewer members would be content with the beginning.
      //
      if (in.peek () != std::istringstream::traits_type::eof () &&
          !(in >> std::ws).eof ())
        detail::malformed ("an archive of this type", s);

      return r;
    }
  };
}

#endif // ODB_ALKEY_CODECS_BOOST_HXX
