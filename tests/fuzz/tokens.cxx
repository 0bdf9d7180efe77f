#include <odb_alkey/tokens/token.hxx>

#include <algorithm>
#include <cinttypes>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/tokens/script-answer.hxx>

#include "require.hxx"

// Tokens that Redis holds, and answers of its scripts, are read as the grammar
// says, and not beyond their end.

using namespace fuzz;
using namespace odb_alkey::detail;
using namespace odb_alkey::tokens;

namespace
{
  std::vector<std::string> words (const std::string& s)
  {
    std::vector<std::string> r (1);

    for (char c : s)
    {
      if (c == ' ')
        r.emplace_back ();
      else
        r.back () += c;
    }

    return r;
  }

  bool number (const std::string& s, std::uint64_t& n)
  {
    if (s.empty () || s.size () > 16 ||
        s.find_first_not_of ("0123456789") != std::string::npos)
      return false;

    n = std::strtoull (s.c_str (), nullptr, 10);
    return true;
  }

  // Parses from this word on.
  //
  bool read_fences (const std::vector<std::string>& w, std::size_t i,
                    fences& f)
  {
    for (; i != w.size (); ++i)
    {
      std::size_t first (w[i].find ('-')), last (w[i].rfind ('-'));
      std::uint64_t at, nonce, lasting;

      if (first == last || !number (w[i].substr (0, first), at) ||
          !number (w[i].substr (first + 1, last - first - 1), nonce) ||
          !number (w[i].substr (last + 1), lasting) ||
          w[i].size () - last > 10)
        return false;

      if (at > f.newest)
        f.newest = at;

      f.size += 1 + w[i].size ();
    }

    return true;
  }

  bool same (const fences& a, const fences& b)
  {
    return a.size == b.size && a.newest == b.newest;
  }

  void check_token (const char* text, std::size_t size)
  {
    std::vector<std::string> w (words (std::string (text, size)));
    token expected, t;

    bool is (w.size () > 1 && number (w[0], expected.version) &&
             number (w[1], expected.changed) &&
             expected.changed <= expected.version &&
             read_fences (w, 2, expected.fences));

    require (parse (text, size, t) == is, "a token is one by the grammar");

    if (!is)
      return;

    require (t.version == expected.version, "it has its version");
    require (t.changed == expected.changed, "it has its change");
    require (same (t.fences, expected.fences), "it has its fences");
  }

  bool epoch (const std::string& s, std::uint64_t& n)
  {
    n = std::strtoull (s.c_str (), nullptr, 16);
    return s.size () == 16 &&
           s.find_first_not_of ("0123456789abcdef") == std::string::npos;
  }

  // Reads the list of near tables: name:milliseconds or
  // name:milliseconds:tick, with commas between.
  //
  bool read_near (std::string list)
  {
    if (list.size () > 4096 - 2)
      return false;

    for (list += ','; !list.empty ();)
    {
      std::string entry (list, 0, list.find (','));
      list.erase (0, entry.size () + 1);
      std::size_t colon (entry.find (':')),
        second (entry.find (':', colon + 1));
      std::uint64_t length, closed (1);

      if (colon == 0 || colon == std::string::npos ||
          entry.find_first_not_of (
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
            "_.~+@%-") != colon ||
          !number (entry.substr (colon + 1, second - colon - 1), length) ||
          std::min (second, entry.size ()) - colon > 3 || length < 1 ||
          length > 50)
        return false;

      if (second != std::string::npos &&
          (!number (entry.substr (second + 1), closed) || closed == 0))
        return false;
    }

    return true;
  }

  bool read_origin (const std::vector<std::string>& w, origin& o)
  {
    bool near (w.size () > 4 && w[4][0] == '=');

    return w.size () > 3 && (!near || read_near (w[4].substr (1))) &&
           epoch (w[0], o.now.epoch) && number (w[1], o.now.clock) &&
           !w[2].empty () && !w[3].empty () && w[3].size () <= 8 * 34 &&
           w[3].find_first_not_of ("0123456789abcdef@,-") ==
             std::string::npos &&
           read_fences (w, near ? 5 : 4, o.fences);
  }

  // Returns true if it names this epoch, first with a clock that is as late.
  //
  bool has_stamp (const std::string& past, const stamp& known)
  {
    std::string name;
    append_epoch (name, known.epoch);
    std::size_t at (past.find (name + '@'));

    if (at == std::string::npos)
      return false;

    std::string rest (past.substr (at + 17));
    tick seen;
    return number (rest.substr (0, rest.find_first_not_of ("0123456789")),
                   seen) &&
           seen >= known.clock;
  }

  void check_past (const origin& o, const std::string& past)
  {
    for (std::uint64_t n : {0xaau, 0xbbu})
      for (tick t : {1u, 5u, 9u})
      {
        stamp s;
        s.epoch = n;
        s.clock = t;
        bool is (n == o.now.epoch ? o.now.clock >= t : has_stamp (past, s));
        require (o.comes_after (s) == is, "its past is by the grammar");
      }
  }

  void check_same (const origin& o, const origin& expected,
                   const std::string& server)
  {
    require (o.now == expected.now, "it has its epoch and its clock");
    require (o.written_by (server), "it has its server");
    require (!o.written_by (server + 'x'), "it has no other server");
    require (same (o.fences, expected.fences), "it has its fences");
  }

  void check_origin (const char* text, std::size_t size)
  {
    std::vector<std::string> w (words (std::string (text, size)));
    origin expected, o;
    bool is (read_origin (w, expected));

    require (parse (text, size, o) == is, "an origin is one by the grammar");

    if (!is)
      return;

    check_same (o, expected, w[2]);
    check_past (o, w[3]);
  }

  // How many values were replaced, and the first of them; and in another line
  // fences of others.
  //
  bool read_rest (const std::string& lines, script_answer& a)
  {
    std::size_t space (lines.find_first_not_of ("0123456789"));

    if (space == 0 || space > 18 || lines[space] != ' ')
      return false;

    std::size_t end (lines.find ('\n', space));

    if (end == std::string::npos)
      return false;

    a.replaced = std::strtoull (lines.c_str (), nullptr, 10);
    a.first = lines.substr (space + 1, end - space - 1);
    std::vector<std::string> w (words (lines.substr (end + 1)));
    return w[0].empty () && read_fences (w, 1, a.others);
  }

  // The call offered the epoch which the text begins with, or 0.
  //
  void check_answer (const char* text, std::size_t size)
  {
    std::string s (text, size);
    std::uint64_t offered (0);
    bool is (epoch (s.substr (0, 16), offered) && s.compare (16, 1, " ") == 0);
    std::size_t line (s.find ('\n', std::min<std::size_t> (size, 17)));
    script_answer expected, a;
    std::vector<std::string> w;

    if (is)
    {
      w = words (s.substr (17, line == std::string::npos ? line : line - 17));
      is = read_origin (w, expected.origin) &&
           (line == std::string::npos ||
            read_rest (s.substr (line + 1), expected));
    }

    require (parse (text, size, offered, a) == is,
             "an answer is one by the grammar");
    require (!parse (text, size, offered + 1, a), "it is tied to its call");

    if (!is || !parse (text, size, offered, a))
      return;

    check_same (a.origin, expected.origin, w[2]);
    require (a.replaced == expected.replaced && a.first == expected.first,
             "it tells what was replaced");
    require (same (a.others, expected.others), "it tells of other fences");
  }

  void check_numbers (std::uint64_t n)
  {
    char expected[24];
    std::string digits, epoch_digits;

    append_number (digits, n);
    std::snprintf (expected, sizeof (expected), "%" PRIu64, n);
    require (digits == expected, "a number is written in decimal");

    append_epoch (epoch_digits, n);
    std::snprintf (expected, sizeof (expected), "%016" PRIx64, n);
    require (epoch_digits == expected, "an epoch has 16 digits");
  }
}

extern "C" int LLVMFuzzerTestOneInput (const std::uint8_t* data,
                                       std::size_t size)
{
  // The buffer has exactly this size, so that a read beyond it is noticed.
  //
  std::unique_ptr<char[]> text (new char[size]);

  if (size != 0)
    std::memcpy (text.get (), data, size);

  check_token (text.get (), size);
  check_origin (text.get (), size);
  check_answer (text.get (), size);

  std::uint64_t n (0);

  if (size >= sizeof (n))
  {
    std::memcpy (&n, data, sizeof (n));
    check_numbers (n);
  }

  return 0;
}
