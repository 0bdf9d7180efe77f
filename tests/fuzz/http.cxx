#include <odb_alkey/http.hxx>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <odb/sqlite/database.hxx>

#include <odb_alkey/plugin.hxx>

#include "require.hxx"

// If-None-Match, against a reference that is written after RFC 9110, 13.1.2
// and 5.6.1, in another way.

using namespace fuzz;

namespace
{
  // The tag of arguments; no Redis answers, which does not matter to a tag.
  //
  odb_alkey::key any_key ()
  {
    odb::sqlite::database db (":memory:");
    odb_alkey::options o;
    o.url = "redis://127.0.0.1:1";
    o.log = [] (odb_alkey::log_level, const std::string&) {
    };
    odb_alkey::plugin alkey (db, o);
    return alkey.cache_key ("any");
  }

  std::string trimmed (const std::string& s)
  {
    std::size_t begin (s.find_first_not_of (" \t"));
    return begin == std::string::npos
             ? ""
             : s.substr (begin, s.find_last_not_of (" \t") + 1 - begin);
  }

  // The elements of a list, which are separated by commas that are not in
  // quotes.
  //
  std::vector<std::string> elements (const std::string& list)
  {
    std::vector<std::string> r (1);
    bool quoted (false);

    for (char c : list)
    {
      quoted = quoted != (c == '"');

      if (c == ',' && !quoted)
        r.emplace_back ();
      else
        r.back () += c;
    }

    return r;
  }

  // A tag may hold whatever is not a quote, as in earlier RFCs. One that is
  // followed by something still counts, and nothing behind does.
  //
  bool matches (const std::string& header, const std::string& tag)
  {
    if (trimmed (header) == "*")
      return true;

    for (std::string e : elements (header))
    {
      e = trimmed (e);

      if (e.empty ())
        continue;

      if (e.compare (0, 2, "W/") == 0)
        e.erase (0, 2);

      std::size_t close (e.find ('"', 1));

      if (e.empty () || e[0] != '"' || close == std::string::npos)
        return false;

      if (e.substr (0, close + 1) == tag)
        return true;

      if (close + 1 != e.size ())
        return false;
    }

    return false;
  }

  // Some characters stand for the tag, for its digits, and for one that is
  // nearly the same: no tag would be found by chance.
  //
  std::string with_tags (const std::string& input, const std::string& tag)
  {
    std::string other (tag), r;
    other[tag.size () - 2] = tag[tag.size () - 2] == '0' ? '1' : '0';

    for (char c : input)
      r += c == '@'   ? tag
           : c == '&' ? tag.substr (1, tag.size () - 2)
           : c == '^' ? other
                      : std::string (1, c);

    return r;
  }
}

extern "C" int LLVMFuzzerTestOneInput (const std::uint8_t* data,
                                       std::size_t size)
{
  static const odb_alkey::key k (any_key ());
  static const std::string tag (k.etag ());

  std::string header (
    with_tags (std::string (reinterpret_cast<const char*> (data), size), tag));
  require (odb_alkey::not_modified (header, k) == matches (header, tag),
           "it is not modified if its tag is in the list");
  return 0;
}
