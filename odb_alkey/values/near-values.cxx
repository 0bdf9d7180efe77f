#include <odb_alkey/values/near-values.hxx>

#include <algorithm>
#include <utility>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <odb_alkey/support/random.hxx>

namespace odb_alkey
{
  namespace values
  {
    const std::size_t near_values::shard_count;

    near_values::digest near_values::digest_of (const char* arguments,
                                                std::size_t size) noexcept
    {
      static const XXH64_hash_t secret (support::random_bits ());
      XXH128_hash_t h (XXH3_128bits_withSeed (arguments, size, secret));
      return digest {h.low64, h.high64};
    }

    // With what the entry takes besides, roughly.
    //
    std::size_t near_values::size_of (const entry& e) noexcept
    {
      return e.size * ((e.value.bytes != nullptr ? 1 : 0) +
                       (e.value.object != nullptr ? 1 : 0)) +
             e.key.size () + sizeof (entry) + 128;
    }

    bool near_values::has (const digest& d, const void* type) const
    {
      const shard& s (shards_[d.high % shard_count]);
      std::lock_guard<std::mutex> l (s.mutex);
      auto i (s.by.find (d));

      if (i == s.by.end ())
        return false;

      const value& v (i->second->value);
      return v.bytes != nullptr || (v.object != nullptr && v.type == type);
    }

    near_values::value near_values::find (const digest& d,
                                          const std::string& key)
    {
      // Others are not kept waiting while the clock is looked at.
      //
      const time_point now (support::boot_clock::now ());
      shard& s (of (d));
      entries gone;
      std::lock_guard<std::mutex> l (s.mutex);
      auto i (s.by.find (d));

      if (i == s.by.end ())
        return value ();

      entry& e (*i->second);

      if (e.key != key)
        return value ();

      if (now >= e.until)
      {
        remove (s, i->second, gone);
        return value ();
      }

      e.used = true;
      return e.value;
    }

    void near_values::remove_other (const digest& d, const std::string& key)
    {
      shard& s (of (d));
      entries gone;
      std::lock_guard<std::mutex> l (s.mutex);
      auto i (s.by.find (d));

      if (i != s.by.end () && i->second->key != key)
        remove (s, i->second, gone);
    }

    void near_values::keep (const digest& d, const std::string& key,
                            const value& v, std::size_t size, time_point until)
    {
      shard& s (of (d));
      entries gone;
      std::lock_guard<std::mutex> l (s.mutex);
      auto i (s.by.find (d));
      entry e {d, key, v, size, until, false};

      if (i != s.by.end ())
      {
        entry& before (*i->second);

        if (before.key == key && support::boot_clock::now () < before.until)
        {
          if (e.value.bytes == nullptr)
            e.value.bytes = before.value.bytes;

          if (e.value.object == nullptr)
          {
            e.value.object = before.value.object;
            e.value.type = before.value.type;
          }

          e.until = std::min (until, before.until);
        }

        remove (s, i->second, gone);
      }

      const std::size_t all (size_of (e));

      if (all > limit_)
        return;

      entries::iterator n (s.all.insert (s.hand, std::move (e)));

      try
      {
        s.by.emplace (d, n);
      }
      catch (...)
      {
        s.all.erase (n);
        throw;
      }

      s.size += all;
      make_room (s, gone);
    }

    void near_values::add (const digest& d, const std::string& key,
                           std::shared_ptr<const void> object,
                           const void* type)
    {
      shard& s (of (d));
      entries gone;
      std::lock_guard<std::mutex> l (s.mutex);
      auto i (s.by.find (d));

      if (i == s.by.end () || i->second->key != key)
        return;

      entry& e (*i->second);
      s.size -= size_of (e);
      e.value.object.swap (object);
      e.value.type = type;
      s.size += size_of (e);
      make_room (s, gone);
    }

    void near_values::erase (const digest& d, const std::string& key)
    {
      shard& s (of (d));
      entries gone;
      std::lock_guard<std::mutex> l (s.mutex);
      auto i (s.by.find (d));

      if (i != s.by.end () && i->second->key == key)
        remove (s, i->second, gone);
    }

    // The caller destroys it after the lock was given back, since that may run
    // code of the user.
    //
    void near_values::remove (shard& s, entries::iterator i, entries& gone)
    {
      s.size -= size_of (*i);
      s.by.erase (i->digest);

      if (s.hand == i)
        ++s.hand;

      gone.splice (gone.end (), s.all, i);
    }

    void near_values::make_room (shard& s, entries& gone)
    {
      while (s.size > limit_)
      {
        if (s.hand == s.all.end ())
          s.hand = s.all.begin ();

        entries::iterator i (s.hand++);

        if (i->used)
          i->used = false;
        else
          remove (s, i, gone);
      }
    }

    void near_values::before_fork () noexcept
    {
      for (shard& s : shards_)
        s.mutex.lock ();
    }

    void near_values::after_fork (bool) noexcept
    {
      for (shard& s : shards_)
        s.mutex.unlock ();
    }
  }
}
