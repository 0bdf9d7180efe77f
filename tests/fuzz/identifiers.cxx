#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/identifier.hxx>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <fuzzer/FuzzedDataProvider.h>

#include <odb_alkey/exception.hxx>

#include "require.hxx"

// An identifier is what can be taken apart and written again, and no two
// tables and ids share one.

using namespace fuzz;
using odb_alkey::identifier;

namespace
{
  typedef std::vector<std::string> parts;

  parts split (const std::string& s, char separator)
  {
    parts r (1);

    for (char c : s)
    {
      if (c == separator)
        r.emplace_back ();
      else
        r.back () += c;
    }

    return r;
  }

  std::string joined (const parts& p, char separator)
  {
    std::string r;

    for (std::size_t i (0); i != p.size (); ++i)
      r += (i == 0 ? "" : std::string (1, separator)) + p[i];

    return r;
  }

  // Written once more, in other ways than the library's.
  //
  std::string decoded (const std::string& s)
  {
    std::string r;

    for (std::size_t i (0); i != s.size (); ++i)
    {
      if (s[i] == '%' && s.size () - i > 2)
      {
        const char digits[] = {s[i + 1], s[i + 2], '\0'};
        r += static_cast<char> (std::strtoul (digits, nullptr, 16));
        i += 2;
      }
      else
        r += s[i];
    }

    return r;
  }

  std::string encoded (const std::string& s, const std::string& plain)
  {
    const std::string alphanumeric ("abcdefghijklmnopqrstuvwxyz"
                                    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    std::string r;

    for (char c : s)
    {
      if ((alphanumeric + plain).find (c) != std::string::npos)
        r += c;
      else
      {
        char escape[4];
        std::snprintf (escape, sizeof (escape), "%%%02X",
                       static_cast<unsigned> (static_cast<unsigned char> (c)));
        r += escape;
      }
    }

    return r;
  }

  std::string again (const std::string& s, char separator,
                     const std::string& plain)
  {
    parts p (split (s, separator));

    for (std::string& one : p)
      one = encoded (decoded (one), plain);

    return joined (p, separator);
  }

  bool valid (const std::string& text)
  {
    std::size_t hash (text.find ('#'));

    if (text.compare (0, 6, "alkey:") != 0 || hash == std::string::npos ||
        hash == 6)
      return false;

    std::string table (text.substr (6, hash - 6));
    std::string id (text.substr (hash + 1));
    bool wildcard (id == "*" || id == "!");

    if (table == "*")
      return wildcard;

    return again (table, '.', "_-~+@") == table &&
           (wildcard || again (id, ',', "_-.~+@") == id);
  }

  void check_text (const std::string& text)
  {
    // The buffer has exactly this size, so that a read beyond it is noticed.
    //
    std::unique_ptr<char[]> exact (new char[text.size ()]);
    text.copy (exact.get (), text.size ());

    bool expected (valid (text));
    require (identifier::valid (exact.get (), text.size ()) == expected,
             "it is valid if it is written in the only way");

    try
    {
      identifier i (text);
      require (expected, "what is not valid is refused");
      require (i.str () == text, "it is what was given");

      identifier::kind k (i.what ());
      bool every (text.compare (6, 2, "*#") == 0);
      require (i.table_name () == text.substr (6, text.find ('#') - 6),
               "it has its table");
      require (every == (k == identifier::kind::everything ||
                         k == identifier::kind::sweep_of_everything),
               "only a star is every table");
    }
    catch (const odb_alkey::invalid_identifier&)
    {
      require (!expected, "what is valid is not refused");
    }
  }

  // A schema, or none, and a table; they hold no zero.
  //
  parts table (FuzzedDataProvider& in)
  {
    parts r (in.ConsumeBool () ? 2 : 1);

    for (std::string& s : r)
    {
      s = in.ConsumeRandomLengthString (16);
      s.erase (std::min (s.size (), s.find ('\0')));
    }

    if (r.back ().empty ())
      r.back () = "users";

    return r;
  }

  parts id (FuzzedDataProvider& in)
  {
    parts r (in.ConsumeIntegralInRange<std::size_t> (1, 3));

    for (std::string& s : r)
      s = in.ConsumeRandomLengthString (16);

    return r;
  }

  // ODB writes names for SQL so.
  //
  std::string quoted (const parts& names, char open, char close)
  {
    std::string r;

    for (const std::string& n : names)
    {
      r += r.empty () ? "" : ".";
      r += open;

      for (char c : n)
        r += std::string (c == close ? 2 : 1, c);

      r += close;
    }

    return r;
  }

  identifier object (FuzzedDataProvider& in, const parts& table,
                     const parts& id)
  {
    static const char quotes[][2] = {{'"', '"'}, {'`', '`'}, {'[', ']'}};
    const char* q (quotes[in.ConsumeIntegralInRange<std::size_t> (0, 2)]);
    parts escaped;

    for (const std::string& s : id)
      escaped.push_back (odb_alkey::detail::escape (s));

    identifier r (identifier::object (
      odb_alkey::detail::escape_table (quoted (table, q[0], q[1]).c_str ()),
      joined (escaped, ',')));

    // The text leads back to both.
    //
    require (r.what () == identifier::kind::object, "it is an object");
    parts t (split (r.table_name (), '.'));
    parts i (split (r.str ().substr (r.str ().find ('#') + 1), ','));

    for (std::string& s : t)
      s = decoded (s);
    for (std::string& s : i)
      s = decoded (s);

    require (t == table, "the table can be read");
    require (i == id, "the id can be read");
    return r;
  }
}

extern "C" int LLVMFuzzerTestOneInput (const std::uint8_t* data,
                                       std::size_t size)
{
  if (size == 0)
    return 0;

  if (*data % 2 == 0)
  {
    check_text (
      std::string (reinterpret_cast<const char*> (data) + 1, size - 1));
    return 0;
  }

  FuzzedDataProvider in (data + 1, size - 1);
  parts t (table (in)), u (table (in)), i (id (in)), j (id (in));
  identifier a (object (in, t, i)), b (object (in, u, j));

  require ((a == b) == (t == u && i == j), "two objects have two identifiers");
  return 0;
}
