#include <odb_alkey/codec.hxx>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <odb_alkey/detail/checksum.hxx>

#include "require.hxx"

// Whatever Redis holds, a codec reads it or throws odb_alkey::exception, and
// what it has read is written as it was: each value has one text. A length or
// a count that is not true takes no memory (libFuzzer bounds what is
// allocated).

using namespace fuzz;
using odb_alkey::codec;

namespace
{
  enum class colour : short
  {
    red
  };

  template <typename T>
  bool read (const std::string& bytes, std::string& written)
  {
    try
    {
      written = codec<T>::encode (codec<T>::decode (bytes));
      return true;
    }
    catch (const odb_alkey::exception&)
    {
      return false;
    }
  }

  template <typename T>
  void check (const std::string& bytes)
  {
    std::string written;

    if (read<T> (bytes, written))
      require (written == bytes, "a value has one text");
  }

  // Keys in another order are the same map.
  //
  template <typename T>
  void check_map (const std::string& bytes)
  {
    std::string once, again;

    if (!read<T> (bytes, once))
      return;

    require (once.size () == bytes.size (), "no key is lost");
    require (read<T> (once, again), "what is written can be read");
    require (codec<T>::decode (once) == codec<T>::decode (bytes),
             "it is the same map");
  }

  void check_checksum (const std::string& bytes)
  {
    using namespace odb_alkey::detail;
    require (without_checksum (with_checksum (bytes)) == bytes,
             "bytes come back from their checksum");

    try
    {
      require (with_checksum (without_checksum (bytes)) == bytes,
               "a checksum is that of the bytes");
    }
    catch (const odb_alkey::exception&)
    {
    }
  }
}

// The first byte chooses a type, so that seeds can be written by hand.
//
extern "C" int LLVMFuzzerTestOneInput (const std::uint8_t* data,
                                       std::size_t size)
{
  typedef std::vector<std::string> strings;

  if (size == 0)
    return 0;

  const std::string bytes (data + 1, data + size);

  switch (data[0])
  {
  case 'a':
    check<int> (bytes);
    check<signed char> (bytes);
    check<std::uint64_t> (bytes);
    check<long long> (bytes);
    check<colour> (bytes);
    break;
  case 'b':
    check<bool> (bytes);
    check<char> (bytes);
    check<double> (bytes);
    check<float> (bytes);
    break;
  case 'c':
    check<strings> (bytes);
    check<std::vector<bool>> (bytes);
    check<std::vector<std::vector<char>>> (bytes);
    break;
  case 'd':
    check<std::pair<int, std::string>> (bytes);
    check<std::vector<std::pair<strings, odb::nullable<double>>>> (bytes);
    break;
  case 'e':
    check<odb::nullable<std::pair<bool, odb::nullable<int>>>> (bytes);
    break;
  case 'f':
    check_map<std::map<int, strings>> (bytes);
    check_map<std::unordered_map<std::string, int>> (bytes);
    break;
  case 'g':
    check_map<std::map<std::string, std::map<std::string, bool>>> (bytes);
    break;
  default:
    check_checksum (bytes);
  }

  return 0;
}
