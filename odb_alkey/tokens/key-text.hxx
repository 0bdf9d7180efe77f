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
    // Pure functions on text: the text of keys, the Redis keys of their
    // values, and the form in which values are stored. The grammar, which must
    // not change, is in schema/redis/README.md. store.lua is told where the
    // arguments of a key begin; it takes the versions out as arguments_of ()
    // does.
    //
    // The entry of a value depends on the arguments alone, so that the value
    // of a new version replaces the old one. The digest of the arguments is
    // the hash tag of the entry and of its leases: a cluster keeps them in one
    // slot, and other entries in others. The stored form begins with the
    // whole text of the key, and counts only if that is equal, since an
    // attacker who chooses arguments can make digests collide.

    // Returns a text that no other call in any process ever returns.
    //
    std::string unique_text ();

    // Writes the text of a shared key: the head, and then the arguments, where
    // each identifier has its version before it.
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

    // The position where the arguments begin in the text of a shared key.
    //
    std::size_t arguments_begin () noexcept;

    // Returns true if a shared key was made in this epoch.
    //
    bool is_of_epoch (const std::string& key, std::uint64_t epoch);

    // The Redis key of the entry of some arguments, which have no versions.
    // The prefix is environment::value_prefix.
    //
    std::string entry_key (const std::string& prefix,
                           const std::string& arguments);

    // Appends the Redis key of an entry. All have the same size.
    //
    void append_entry_key (std::string& to, const std::string& prefix,
                           const char* arguments, std::size_t size);
    std::size_t entry_key_size (const std::string& prefix) noexcept;

    // The arguments in the text of a shared key, without the versions.
    //
    std::string arguments_of (const std::string& key);

    // The Redis key of the lease to compute the value of a key.
    //
    std::string lease_key (const std::string& prefix, const std::string& key);

    // The form in which the value of a key is stored. With an empty value, the
    // beginning that all values of the key have.
    //
    std::string stored_form (const std::string& key, const std::string& value);

    // Return true if the stored form is that of this key, or that of another
    // key of the same arguments. Set begin to where the value begins.
    //
    bool is_of (const char* stored, std::size_t size, const std::string& key,
                std::size_t& begin) noexcept;
    bool is_previous_of (const std::string& stored, const std::string& key,
                         std::size_t& begin);
  }
}

#endif // ODB_ALKEY_TOKENS_KEY_TEXT_HXX
