#ifndef ODB_ALKEY_TOKENS_KEY_TEXT_HXX
#define ODB_ALKEY_TOKENS_KEY_TEXT_HXX

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include <odb_alkey/detail/stamp.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // The text of keys, and where the value of a key is kept and how it is
    // written, as pure functions on text. The grammar, which must not change,
    // is in schema/redis/README.md; store.lua is told where the parts are.
    //
    // The entry depends on the arguments alone, so that the value of a new
    // version takes the place of the old one. What is in it begins with the
    // whole text of the key, and counts only if that is equal: somebody who
    // chooses arguments can make digests collide.

    // Text that no other call in any process ever returns.
    //
    std::string unique_text ();

    // Writes the text of a shared key from its beginning: the head, then the
    // arguments, where the version of each identifier stands before it.
    //
    //   key_text_writer w (epoch, size_of_arguments, 1);
    //   w.version (number);
    //   w.append ("alkey:users#1;=profile", 22);
    //   std::string text (w.finish ());
    //
    class key_text_writer
    {
    public:
      key_text_writer (std::uint64_t epoch, std::size_t size_of_arguments,
                       std::size_t identifiers);

      void version (detail::tick number) noexcept;

      void append (const char* text, std::size_t size) noexcept
      {
        to_ = std::copy_n (text, size, to_);
      }

      std::string finish ();

    private:
      std::string text_;
      char* to_;
    };

    // Where the arguments begin in the text of a shared key, and the epoch
    // that it was made in, in 16 hexadecimal digits.
    //
    std::size_t arguments_begin () noexcept;
    std::string epoch_of (const std::string& key);

    // The Redis key of the entry of arguments, given without versions.
    //
    std::string entry_key (const std::string& prefix,
                           const std::string& arguments);

    // The same, appended. They have all the same size.
    //
    void append_entry_key (std::string& to, const std::string& prefix,
                           const char* arguments, std::size_t size);
    std::size_t entry_key_size (const std::string& prefix) noexcept;

    // The arguments that the text of a shared key is made of.
    //
    std::string arguments_of (const std::string& key);

    // The Redis key of the lease of whoever computes the value of a key.
    //
    std::string lease_key (const std::string& prefix, const std::string& key);

    // What is stored for a key, up to the value itself.
    //
    std::string stored_form (const std::string& key, const std::string& value);

    // Whether it is the value of this key, or one that the same arguments had
    // at another time; the value then begins there.
    //
    bool is_of (const char* stored, std::size_t size, const std::string& key,
                std::size_t& begin) noexcept;
    bool is_previous_of (const std::string& stored, const std::string& key,
                         std::size_t& begin);
  }
}

#endif // ODB_ALKEY_TOKENS_KEY_TEXT_HXX
