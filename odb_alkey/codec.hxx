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
  // A codec tells how a value is written to the bytes that Redis keeps, and
  // read again. These types have one, and what is made of them: strings,
  // vectors of bytes, bool, char, integers, float, double, enumerators, pairs,
  // vectors, maps, unordered maps, odb::nullable and, from C++17 on,
  // std::optional. A char pointer or a string literal that compute () returns
  // is stored, and returned, as a std::string. Others are to be specialised:
  //
  //   template <>
  //   struct odb_alkey::codec<profile>
  //   {
  //     static std::string encode (const profile& p) { return to_text (p); }
  //     static profile decode (const std::string& s) { return parse (s); }
  //   };
  //
  // or derived from odb_alkey::json_codec<profile> or
  // odb_alkey::boost_codec<profile>, which odb_alkey/codecs/ has for those who
  // use nlohmann::json or Boost.Serialization.
  //
  // decode () throws if it cannot read the bytes, which another version of the
  // program may have written: the value is computed again then. It has to be
  // told apart by the key which type a value has: a string takes any bytes.
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

  // That there is nothing is a value, too: what is made of an object that is
  // not there changes when it comes.
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
