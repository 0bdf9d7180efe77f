#ifndef ODB_ALKEY_KEY_HXX
#define ODB_ALKEY_KEY_HXX

#include <cstdint>
#include <string>

namespace odb_alkey
{
  namespace keys
  {
    class decision;
  }

  namespace values
  {
    struct key_access;
  }

  // The key of a value that is made of objects. When one of them changes, the
  // same arguments make another key, so that the old value is never found
  // again.
  //
  //   odb_alkey::key k (alkey.cache_key (u, "profile", page));
  //   if (!cache.find (k.str (), html))
  //   {
  //     html = render (u, page);
  //     cache.store (k.str (), html);
  //   }
  //
  // Keys can be copied. Threads may share a const one.
  //
  class key
  {
  public:
    // Returns the text of the key, which is safe in any cache: printable ASCII
    // without spaces. The text of a key that is not storable is unique, so
    // that it does no harm to store a value under it.
    //
    const std::string& str () const noexcept
    {
      return unique_.empty () ? shared_ : unique_;
    }

    // True if a value may be stored under the key. It is false if a commit
    // that writes one of the objects is in flight, if an open transaction of
    // the thread has written one, if an object is older than the key, was made
    // by hand or has been written since it was loaded, or if Redis did not
    // answer.
    //
    bool storable () const noexcept
    {
      return unique_.empty ();
    }

    // Returns 32 hexadecimal digits that stand for str (), for caches with
    // short keys. (The digits are XXH3 of 128 bits, seeded with the random
    // epoch. This is not a cryptographic hash.)
    //
    std::string digest () const;

    // Returns the digest as a strong HTTP entity tag, which is in quotes (RFC
    // 9110, section 8.8.3).
    //
    std::string etag () const;

  private:
    friend class keys::decision;
    friend struct values::key_access;

    key () = default;

    // The text that every process makes of the same arguments and versions.
    // Empty if no versions could be used.
    //
    std::string shared_;

    // Set if the key is not storable.
    //
    std::string unique_;

    std::uint64_t epoch_ = 0;

    // True if all tables that it is made of are near, so that it pays to keep
    // its value in the process.
    //
    bool near_ = false;
  };
}

#endif // ODB_ALKEY_KEY_HXX
