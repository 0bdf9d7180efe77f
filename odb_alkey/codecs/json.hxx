#ifndef ODB_ALKEY_CODECS_JSON_HXX
#define ODB_ALKEY_CODECS_JSON_HXX

#include <string>

#include <nlohmann/json.hpp>

#include <odb_alkey/codec.hxx>

namespace odb_alkey
{
  // Stores what nlohmann::json can read and write as the text of JSON:
  //
  //   struct profile { std::string name; int age; };
  //   NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE (profile, name, age)
  //
  //   namespace odb_alkey
  //   {
  //     template <> struct codec<profile>: json_codec<profile> {};
  //   }
  //
  // encode () throws nlohmann::json::exception if a string is not UTF-8, as
  // does fetch () then. decode () throws at what is no JSON, at anything
  // behind its end, and whenever from_json () of the type throws; which
  // numbers that takes is its own business: nlohmann::json makes an int
  // of 3.7.
  //
  template <typename T>
  struct json_codec
  {
    static std::string encode (const T& v)
    {
      // No braces, of which it makes an array.
      //
      const nlohmann::json j = v;
      return j.dump ();
    }

    static T decode (const std::string& s)
    {
      return nlohmann::json::parse (s).template get<T> ();
    }
  };
}

#endif // ODB_ALKEY_CODECS_JSON_HXX
