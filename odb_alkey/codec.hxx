#ifndef ODB_ALKEY_CODEC_HXX
#define ODB_ALKEY_CODEC_HXX

#include <string>
#include <vector>

#include <odb/nullable.hxx>

#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  // How a value is written to the bytes that Redis keeps, and read again. To
  // be specialised for the types that are fetched:
  //
  //   template <>
  //   struct odb_alkey::codec<profile>
  //   {
  //     static std::string encode (const profile& p) { return to_json (p); }
  //     static profile decode (const std::string& s) { return parse (s); }
  //   };
  //
  // decode () throws if it cannot read the bytes, which another version of the
  // program may have written: the value is computed again then. Strings,
  // vectors of bytes and odb::nullable of what has a codec have one.
  //
  template <typename T>
  struct codec
  {
    static_assert (sizeof (T) == 0,
                   "odb_alkey: values of this type cannot be stored: "
                   "specialise odb_alkey::codec for it");
  };

  template <>
  struct codec<std::string>
  {
    static std::string encode (const std::string& s)
    {
      return s;
    }

    static std::string decode (std::string s)
    {
      return s;
    }
  };

  template <typename C>
  struct byte_codec
  {
    static std::string encode (const std::vector<C>& v)
    {
      return std::string (v.begin (), v.end ());
    }

    static std::vector<C> decode (const std::string& s)
    {
      return std::vector<C> (s.begin (), s.end ());
    }
  };

  template <>
  struct codec<std::vector<char>>: byte_codec<char>
  {
  };

  template <>
  struct codec<std::vector<unsigned char>>: byte_codec<unsigned char>
  {
  };

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
        throw exception ("the bytes are no nullable value");

      return odb::nullable<T> (codec<T>::decode (s.substr (1)));
    }
  };
}

#endif // ODB_ALKEY_CODEC_HXX
