#include <odb_alkey/values/slot.hxx>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <odb_alkey/tokens/token.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      // "alkey;", the epoch, and what separates it from the arguments.
      //
      const std::size_t head = 6 + 16;

      std::string digest_key (const std::string& prefix, const char* kind,
                              const std::string& text)
      {
        XXH128_hash_t h (XXH3_128bits (text.data (), text.size ()));
        std::string r;
        r.reserve (prefix.size () + 6 + 2 * 16);
        r += prefix;
        r += kind;
        append_epoch (r, h.high64);
        append_epoch (r, h.low64);
        return r;
      }
    }

    std::string slot_key (const std::string& prefix,
                          const std::string& arguments)
    {
      return digest_key (prefix, "value:", arguments);
    }

    std::string lease_key (const std::string& prefix, const std::string& key)
    {
      return digest_key (prefix, "lease:", key);
    }

    // A version is what stands between a separator and "/alkey:": no other
    // argument holds a slash before an identifier.
    //
    std::string arguments_of (const std::string& key)
    {
      std::string r;
      std::size_t done (head < key.size () ? head + 1 : key.size ());

      for (std::size_t i (key.find ("/alkey:")); i != std::string::npos;
           i = key.find ("/alkey:", i + 1))
      {
        std::size_t b (i);

        while (b != done && key[b - 1] >= '0' && key[b - 1] <= '9')
          --b;

        r.append (key, done, b - done);
        done = i + 1;
      }

      return r.append (key, done, std::string::npos);
    }

    std::string stored_form (const std::string& key, const std::string& value)
    {
      std::string r;
      r.reserve (key.size () + 1 + value.size ());
      r += key;
      r += ' ';
      r += value;
      return r;
    }

    bool is_of (const std::string& stored, const std::string& key,
                std::size_t& begin) noexcept
    {
      begin = key.size () + 1;

      return stored.size () >= begin && stored[key.size ()] == ' ' &&
             stored.compare (0, key.size (), key) == 0;
    }

    bool is_previous_of (const std::string& stored, const std::string& key,
                         std::size_t& begin)
    {
      std::size_t end (stored.find (' '));

      if (end == std::string::npos)
        return false;

      begin = end + 1;
      return arguments_of (stored.substr (0, end)) == arguments_of (key);
    }
  }
}
