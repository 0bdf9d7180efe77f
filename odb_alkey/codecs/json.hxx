#ifndef ODB_ALKEY_CODECS_JSON_HXX
#define ODB_ALKEY_CODECS_JSON_HXX

#include <string>

#include <nlohmann/json.hpp>

#include <odb_alkey/codec.hxx>

namespace odb_alkey
{
  // Stores a type that nlohmann::json can read and write, as the text of JSON:
  //
  //   struct profile { std::string name; int age; };
  //   NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE (profile, name, age)
  //
  //   namespace odb_alkey
  //   {
  //     template <> struct codec<profile>: json_codec<profile> {};
  //   }
  //
  // encode () throws nlohmann::json::exception if a string is not UTF-8, and
  // so does the fetch () that calls it. decode () throws if the bytes are not
  // JSON, if anything follows the end, and if from_json () of the type throws.
  // Which numbers from_json () accepts is up to nlohmann::json: it makes an
  // int of 3.7.
  //
  template <typename T>
  struct json_codec
  {
    static std::string encode (const T& v)
    {
      // With braces it would make an array.
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
