#ifndef ODB_ALKEY_CODEC_HXX
#define ODB_ALKEY_CODEC_HXX

#include <string>

#include <odb/nullable.hxx>

#include <odb_alkey/detail/compound-codec.hxx>
#include <odb_alkey/detail/malformed.hxx>
#include <odb_alkey/detail/plain-codec.hxx>
#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  // A codec writes a value to the bytes that Redis keeps, and reads it again.
  // These types have one: strings, vectors of bytes, bool, char, integers,
  // float, double and enumerators; and pairs, vectors, maps, unordered maps,
  // odb::nullable and, from C++17 on, std::optional of types that have one. A
  // char pointer or a string literal that compute () returns is stored and
  // returned as a std::string. For other types specialise it:
  //
  //   template <>
  //   struct odb_alkey::codec<profile>
  //   {
  //     static std::string encode (const profile& p) { return to_text (p); }
  //     static profile decode (const std::string& s) { return parse (s); }
  //   };
  //
  // or derive the specialisation from odb_alkey::json_codec<profile>, which
  // uses nlohmann::json, or from odb_alkey::boost_codec<profile>, which uses
  // Boost.Serialization. Both are in odb_alkey/codecs/.
  //
  // decode () throws if it cannot read the bytes, because another version of
  // the program may have written them. Then the value is computed again. The
  // key has to tell values of different types apart, because the bytes need
  // not: a string takes any bytes. Any thread may call both functions, so they
  // must not share state.
  //
  // The bytes, which depend neither on the machine nor on the width of a type:
  //
  //   string, bytes     themselves
  //   bool              true or false
  //   char              one byte
  //   integer           decimal digits, behind a - if it is negative: -7
  //   enumerator        the same of its underlying type: mostly a number
  //   float, double     x and the 16 lower-case hexadecimal digits of the 64
  //                     bits of an IEEE 754 double: x3ff0000000000000 is 1.0
  //   nullable,         0 if there is none, else 1 and the value
  //     optional
  //   pair              two netstrings
  //   vector            how many, ;, and so many netstrings: 2;1:7,2:-1,
  //   map               how many, ;, and two netstrings each, the key first
  //
  // A netstring is how many bytes the value has, in decimal digits, :, the
  // bytes of the value by its own codec, and a comma. Numbers have no leading
  // zeros, so that each value has one text. Everything else is malformed: also
  // a number that the type does not hold, anything behind the end, a map that
  // has a key twice, and a length or a count that there are no bytes for.
  //
  template <typename T>
  struct codec;

  // A null is a value as well: the key of an object that does not exist
  // changes when the object is made.
  //
  template <typename T>
  struct codec<odb::nullable<T>>
  {
    static std::string encode (const odb::nullable<T>& v)
    {
      return v.null () ? std::string (1, '0') : '1' + codec<T>::encode (*v);
    }

    static odb::nullable<T> decode (const std::string& s)
    {
      if (s == "0")
        return odb::nullable<T> ();

      if (s.empty () || s[0] != '1')
        detail::malformed ("a value that may be null", s);

      return odb::nullable<T> (codec<T>::decode (s.substr (1)));
    }
  };
}

#endif // ODB_ALKEY_CODEC_HXX
