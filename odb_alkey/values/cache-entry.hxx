#ifndef ODB_ALKEY_VALUES_CACHE_ENTRY_HXX
#define ODB_ALKEY_VALUES_CACHE_ENTRY_HXX

#include <cstddef>
#include <string>

namespace odb_alkey
{
  namespace detail
  {
    // Where a value is kept and how it is written, as pure functions on text.
    // The grammar, which must not change, is in schema/redis/README.md.
    //
    // The entry depends on the arguments alone, so that the value of a new
    // version takes the place of the old one. What is in it begins with the
    // whole text of the key, and counts only if that is equal: somebody who
    // chooses arguments can make digests collide.

    // The Redis key of the entry of arguments, given without versions.
    //
    std::string slot_key (const std::string& prefix,
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

#endif // ODB_ALKEY_VALUES_CACHE_ENTRY_HXX
