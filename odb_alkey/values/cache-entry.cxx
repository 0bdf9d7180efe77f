#include <odb_alkey/values/cache-entry.hxx>

#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <odb_alkey/support/hexadecimal.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      // "alkey;", the epoch, and what separates it from the arguments.
      //
      const std::size_t head = 6 + 16;

      const char slot_kind[] = "value:";
      const char lease_kind[] = "lease:";
      const std::size_t kind_size = sizeof (slot_kind) - 1;
      const std::size_t digest_size = 2 * 16;

      void append_digest (std::string& to, const std::string& prefix,
                          const char* kind, const char* text, std::size_t size)
      {
        XXH128_hash_t h (XXH3_128bits (text, size));
        char digest[digest_size];
        write_hexadecimal (write_hexadecimal (digest, h.high64), h.low64);

        to += prefix;
        to.append (kind, kind_size);
        to.append (digest, sizeof (digest));
      }

      std::string digest_key (const std::string& prefix, const char* kind,
                              const std::string& text)
      {
        std::string r;
        r.reserve (prefix.size () + kind_size + digest_size);
        append_digest (r, prefix, kind, text.data (), text.size ());
        return r;
      }
    }

    std::string slot_key (const std::string& prefix,
                          const std::string& arguments)
    {
      return digest_key (prefix, slot_kind, arguments);
    }

    std::string lease_key (const std::string& prefix, const std::string& key)
    {
      return digest_key (prefix, lease_kind, key);
    }

    void append_entry_key (std::string& to, const std::string& prefix,
                           const char* arguments, std::size_t size)
    {
      append_digest (to, prefix, slot_kind, arguments, size);
    }

    std::size_t entry_key_size (const std::string& prefix) noexcept
    {
      return prefix.size () + kind_size + digest_size;
    }

    // A version is what stands between a separator and "/alkey:": no other
    // argument holds a slash before an identifier.
    //
    std::string arguments_of (const std::string& key)
    {
      std::string r;
      std::size_t done (head < key.size () ? head + 1 : key.size ());

      // What is stored may be anything, and have one before that.
      //
      for (std::size_t i (key.find ("/alkey:", done)); i != std::string::npos;
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

    bool is_of (const char* stored, std::size_t size, const std::string& key,
                std::size_t& begin) noexcept
    {
      begin = key.size () + 1;

      return size >= begin && stored[key.size ()] == ' ' &&
             std::memcmp (stored, key.data (), key.size ()) == 0;
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
