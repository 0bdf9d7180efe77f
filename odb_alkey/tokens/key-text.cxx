#include <odb_alkey/tokens/key-text.hxx>

#include <cassert>
#include <cstring>
#include <utility>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <odb_alkey/support/decimal.hxx>
#include <odb_alkey/support/hexadecimal.hxx>
#include <odb_alkey/support/random.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    namespace
    {
      const char key_prefix[] = "alkey;";
      const std::size_t prefix_size = sizeof (key_prefix) - 1;
      const std::size_t epoch_size = 16;

      // The separator before the arguments is not included.
      //
      const std::size_t head_size = prefix_size + epoch_size;

      // A version has 16 digits, for some centuries to come.
      //
      const std::size_t version_size = 16;

      // The digest follows, and a closing brace.
      //
      const char entry_kind[] = "value:{";
      const char lease_kind[] = "lease:{";
      const std::size_t kind_size = sizeof (entry_kind) - 1;
      const std::size_t digest_size = 2 * 16;

      char* write_digest (char* to, const char* text, std::size_t size)
      {
        XXH128_hash_t h (XXH3_128bits (text, size));
        return support::write_hexadecimal (
          support::write_hexadecimal (to, h.high64), h.low64);
      }

      void append_tagged (std::string& to, const std::string& prefix,
                          const char* kind, const char* arguments,
                          std::size_t size)
      {
        char tag[digest_size + 1];
        *write_digest (tag, arguments, size) = '}';

        to += prefix;
        to.append (kind, kind_size);
        to.append (tag, sizeof (tag));
      }
    }

    std::string unique_text ()
    {
      const char unique[] = "alkey;unique;";
      char text[sizeof (unique) - 1 + 2 * 16];
      return std::string (text, support::write_unique (std::copy_n (
                                  unique, sizeof (unique) - 1, text)));
    }

    // The text is written through a pointer, since appending to a string costs
    // as much as reading a token.
    //
    key_text_writer::key_text_writer (std::uint64_t epoch,
                                      std::size_t size_of_arguments,
                                      std::size_t identifiers)
        : text_ (head_size + 1 + size_of_arguments +
                   identifiers * (version_size + 1),
                 '\0'),
          to_ (&text_[0])
    {
      append (key_prefix, prefix_size);
      to_ = support::write_hexadecimal (to_, epoch);

      if (size_of_arguments != 0)
        *to_++ = ';';
    }

    void key_text_writer::version (detail::tick number) noexcept
    {
      support::decimal d (number);
      assert (d.size () <= version_size);
      append (d.data (), d.size ());
      *to_++ = '/';
    }

    std::string key_text_writer::finish ()
    {
      text_.resize (static_cast<std::size_t> (to_ - text_.data ()));
      return std::move (text_);
    }

    std::size_t arguments_begin () noexcept
    {
      return head_size + 1;
    }

    bool is_of_epoch (const std::string& key, std::uint64_t epoch)
    {
      char digits[epoch_size];
      support::write_hexadecimal (digits, epoch);
      return key.compare (std::min (prefix_size, key.size ()), epoch_size,
                          digits, epoch_size) == 0;
    }

    std::string entry_key (const std::string& prefix,
                           const std::string& arguments)
    {
      std::string r;
      r.reserve (entry_key_size (prefix));
      append_entry_key (r, prefix, arguments.data (), arguments.size ());
      return r;
    }

    std::string lease_key (const std::string& prefix, const std::string& key)
    {
      const std::string arguments (arguments_of (key));
      char digest[digest_size];
      write_digest (digest, key.data (), key.size ());

      std::string r;
      r.reserve (entry_key_size (prefix) + digest_size);
      append_tagged (r, prefix, lease_kind, arguments.data (),
                     arguments.size ());
      return r.append (digest, sizeof (digest));
    }

    void append_entry_key (std::string& to, const std::string& prefix,
                           const char* arguments, std::size_t size)
    {
      append_tagged (to, prefix, entry_kind, arguments, size);
    }

    std::size_t entry_key_size (const std::string& prefix) noexcept
    {
      return prefix.size () + kind_size + digest_size + 1;
    }

    // A version stands between a separator and "/alkey:". No argument has a
    // slash before an identifier.
    //
    std::string arguments_of (const std::string& key)
    {
      std::string r;
      std::size_t done (std::min (arguments_begin (), key.size ()));

      // The stored text may be foreign, so the search begins at the arguments
      // and not before.
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
