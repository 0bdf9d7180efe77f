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
  // Stores what Boost.Serialization can read and write as a text archive,
  // which no byte order is part of:
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
  // Link with boost_serialization. A constructor without arguments is needed.
  //
  // The archive stands behind the 16 hexadecimal digits of its checksum, since
  // reading one allocates what it claims to hold: bytes that were truncated or
  // changed, or are of something else, are not read at all. That keeps no one
  // out who writes into this Redis on purpose, nor does an archive of another
  // type have to be noticed: tell values apart by an argument of their keys,
  // and formats by BOOST_CLASS_VERSION.
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

      // A type of less would be satisfied with the beginning.
      //
      if (in.peek () != std::istringstream::traits_type::eof () &&
          !(in >> std::ws).eof ())
        detail::malformed ("an archive of this type", s);

      return r;
    }
  };
}

#endif // ODB_ALKEY_CODECS_BOOST_HXX
