#include <odb_alkey/tokens/key-text.hxx>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fuzzer/FuzzedDataProvider.h>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/identifier.hxx>

#include "require.hxx"

// A stored value is taken for that of a key only if it is, and for an earlier
// one only if the arguments are the same; whatever an entry holds, nothing
// beyond its end is read.

using namespace fuzz;
using namespace odb_alkey::detail;
using namespace odb_alkey::tokens;

namespace
{
  const std::size_t head_size (6 + 16 + 1);

  // The same, position by position.
  //
  std::string without_versions (const std::string& key)
  {
    std::size_t i (std::min (key.size (), head_size));
    std::string r;

    while (i != key.size ())
    {
      std::size_t slash (
        std::min (key.size (), key.find_first_not_of ("0123456789", i)));

      if (key.compare (slash, 7, "/alkey:") == 0)
        i = slash + 1;
      else
        r += key[i++];
    }

    return r;
  }

  void check_stored (const std::string& stored, const std::string& key)
  {
    std::unique_ptr<char[]> exact (new char[stored.size ()]);
    stored.copy (exact.get (), stored.size ());

    std::size_t begin (0);
    bool expected (stored.compare (0, key.size () + 1, key + ' ') == 0);
    require (is_of (exact.get (), stored.size (), key, begin) == expected,
             "a value is that of the key that it begins with");
    require (!expected || begin == key.size () + 1,
             "the value begins behind the key");

    std::size_t space (stored.find (' '));
    expected =
      space != std::string::npos &&
      without_versions (stored.substr (0, space)) == without_versions (key);
    require (is_previous_of (stored, key, begin) == expected,
             "an earlier value has the same arguments");
    require (!expected || begin == space + 1,
             "an earlier value begins behind its key");
  }

  // An identifier, or text.
  //
  typedef std::pair<bool, std::string> argument;

  std::vector<argument> arguments (FuzzedDataProvider& in)
  {
    std::vector<argument> r (in.ConsumeIntegralInRange<std::size_t> (0, 3));

    for (argument& a : r)
    {
      a.first = in.ConsumeBool ();
      a.second = (a.first ? "alkey:users#" : "=") +
                 odb_alkey::detail::escape (in.ConsumeRandomLengthString (12));
    }

    return r;
  }

  std::string shared_key (FuzzedDataProvider& in,
                          const std::vector<argument>& arguments)
  {
    std::string r ("alkey;0123456789abcdef");

    for (const argument& a : arguments)
    {
      r += ';';

      if (a.first)
        r += std::to_string (in.ConsumeIntegral<std::uint32_t> ()) + '/';

      r += a.second;
    }

    return r;
  }
}

extern "C" int LLVMFuzzerTestOneInput (const std::uint8_t* data,
                                       std::size_t size)
{
  FuzzedDataProvider in (data, size);

  if (in.ConsumeBool ())
  {
    std::string key (in.ConsumeRandomLengthString (256));
    std::string stored (in.ConsumeRemainingBytesAsString ());

    require (arguments_of (key) == without_versions (key),
             "arguments are what is left without versions");
    check_stored (stored, key);
    check_stored (stored_form (key, stored), key);
    return 0;
  }

  std::vector<argument> a (arguments (in));
  std::vector<argument> b (in.ConsumeBool () ? a : arguments (in));
  std::string first (shared_key (in, a)), second (shared_key (in, b));
  std::string value (in.ConsumeRemainingBytesAsString ());
  std::string stored (stored_form (first, value));
  std::size_t begin (0);

  check_stored (stored, second);
  require (is_previous_of (stored, second, begin) == (a == b),
           "other arguments have other values");
  require (a != b || stored.substr (begin) == value, "it is what was stored");
  require ((entry_key ("p:", arguments_of (first)) ==
            entry_key ("p:", arguments_of (second))) == (a == b),
           "the same arguments have one entry");
  return 0;
}
