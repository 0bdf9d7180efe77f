#ifndef ODB_ALKEY_CACHE_HXX
#define ODB_ALKEY_CACHE_HXX

#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <odb_alkey/cache-options.hxx>
#include <odb_alkey/codec.hxx>
#include <odb_alkey/detail/fetch-calls.hxx>
#include <odb_alkey/detail/fetch-steps.hxx>
#include <odb_alkey/detail/fetcher.hxx>
#include <odb_alkey/detail/finding.hxx>
#include <odb_alkey/detail/optional.hxx>
#include <odb_alkey/detail/typed-value.hxx>
#include <odb_alkey/detail/written-arguments.hxx>
#include <odb_alkey/key-generator.hxx>
#include <odb_alkey/key.hxx>

namespace odb_alkey
{
  class plugin;

  // Returns the arguments of a key for a fetch. The arguments are those of
  // plugin::cache_key (). They are written out at once, with the age that
  // objects have now, so that the result does not refer to them. It has the
  // same type for all arguments, and can be kept, copied and moved. Any thread
  // may call it.
  //
  template <typename... A>
  detail::written_arguments args (const A&... a)
  {
    detail::arguments to;
    detail::add_all (to, a...);
    return detail::written_arguments (to);
  }

  // Keeps values that are made of objects in Redis, for all processes.
  //
  //   odb_alkey::cache cache (alkey);
  //   std::string html (
  //     cache.fetch (odb_alkey::args (odb_alkey::one<user> (id), "profile"),
  //                  std::chrono::minutes (10),
  //                  [&] { return render (*load_user (id)); }));
  //
  // A value that is stored costs one round trip to Redis. A value that is not
  // is computed, by one caller at a time, and stored if the key is storable.
  // The result is never older than the key at the time of the call. If Redis
  // does not answer, values are computed.
  //
  // The arguments are those of plugin::cache_key (). Two values with the same
  // arguments would be taken for each other: add a text that tells them apart.
  //
  // The plugin must outlive the cache. Any thread may use it.
  //
  class cache
  {
  public:
    // Throws invalid_options if an option makes no sense.
    //
    explicit cache (plugin&, const cache_options& = cache_options ());
    ~cache ();

    // Callers of two copies would not wait for each other.
    //
    cache (const cache&) = delete;
    cache& operator= (const cache&) = delete;

    // Returns the value of these arguments: the one that is stored, or the
    // result of compute (), whose type needs a codec. If compute () returns a
    // char pointer, the value is a std::string. A value lives for this time at
    // most.
    //
    // An exception of compute () is thrown in every call that waits for the
    // value, and nothing is stored. Throws invalid_options if the time is not
    // positive. Never throws because of Redis.
    //
    template <typename R, typename P, typename F>
    typename detail::computed_by<F>::type
    fetch (const detail::written_arguments& a,
           const std::chrono::duration<R, P>& time_to_live, F&& compute,
           const fetch_options& o = fetch_options ())
    {
      typedef typename detail::computed_by<F>::type V;

      detail::optional<V> value;
      detail::computed_value<V, F> v (value, compute);
      fetch_one (a, detail::rounded (time_to_live), v, o);
      return std::move (value.get ());
    }

    // Does the same, and returns an object that callers share, so that nothing
    // is copied: with near tables (plugin::near ()), a call that needs no
    // answer of Redis returns the object that an earlier call has decoded or
    // computed. It is const, since other threads use it at the same time.
    //
    template <typename R, typename P, typename F>
    std::shared_ptr<const typename detail::computed_by<F>::type>
    fetch_shared (const detail::written_arguments& a,
                  const std::chrono::duration<R, P>& time_to_live, F&& compute,
                  const fetch_options& o = fetch_options ())
    {
      typedef typename detail::computed_by<F>::type V;

      std::shared_ptr<const V> value;
      detail::computed_shared<V, F> v (value, compute);
      fetch_one (a, detail::rounded (time_to_live), v, o);
      return value;
    }

    // The same for the time that cache_options::time_to_live tells.
    //
    template <typename F>
    std::shared_ptr<const typename detail::computed_by<F>::type>
    fetch_shared (const detail::written_arguments& a, F&& compute,
                  const fetch_options& o = fetch_options ())
    {
      return fetch_shared (a, fetcher_->time_to_live (),
                           std::forward<F> (compute), o);
    }

    // Does the same as fetch () with a key that was made earlier, which takes
    // another round trip. In a transaction that has written anything, the
    // value is computed and not stored.
    //
    template <typename R, typename P, typename F>
    typename detail::computed_by<F>::type
    fetch (const key& k, const std::chrono::duration<R, P>& time_to_live,
           F&& compute, const fetch_options& o = fetch_options ())
    {
      typedef typename detail::computed_by<F>::type V;

      detail::begin_fetch (o);
      detail::tell (o, k);
      detail::optional<V> value;
      detail::computed_value<V, F> v (value, compute);
      const std::chrono::milliseconds ttl (detail::rounded (time_to_live));

      if (maker_.uncommitted ())
        fetcher_->compute (o, v);
      else
        fetcher_->fetch (k, ttl, o, v);

      return std::move (value.get ());
    }

    // The same for the time that cache_options::time_to_live tells.
    //
    template <typename K, typename F>
    typename std::enable_if<detail::is_key_or_list<K>::value,
                            detail::computed_by<F>>::type::type
    fetch (const K& key_or_arguments, F&& compute,
           const fetch_options& o = fetch_options ())
    {
      return fetch (key_or_arguments, fetcher_->time_to_live (),
                    std::forward<F> (compute), o);
    }

    // Calls that do not compile; the message says what is wrong.
    //
    template <typename K, typename... More>
    typename std::enable_if<!detail::is_key_or_list<K>::value,
                            std::string>::type
    fetch (const K&, More&&...)
    {
      static_assert (detail::is_key_or_list<K>::value,
                     "odb_alkey: fetch takes a list of arguments or a key "
                     "first: put args (...) around what the value is made of");
      return std::string ();
    }

    template <typename K, typename D, typename F>
    typename std::enable_if<
      detail::is_key_or_list<K>::value && detail::is_wrong_fetch<D, F>::value,
      detail::computed_or_text<F, detail::computed_by>>::type::type
    fetch (const K&, const D&, F&&, const fetch_options& = fetch_options ())
    {
      detail::check_time<D> ();
      detail::check_compute<F> ();
      throw std::logic_error ("does not compile");
    }

    template <typename K, typename F>
    typename std::enable_if<detail::is_key_or_list<K>::value &&
                              !detail::computed_by<F>::value,
                            std::string>::type
    fetch (const K&, F&&, const fetch_options& = fetch_options ())
    {
      detail::check_compute<F> ();
      return std::string ();
    }

    // Returns the values of a range of arguments, in its order. Each element
    // is args (…) or a single argument. One round trip finds the values that
    // are stored. If any are missing, compute () is called once with their
    // positions in the range, and returns a vector of as many values in the
    // same order, which are stored in one round trip for each hundred. If it
    // returns a vector of char pointers, the values are of type std::string.
    //
    // It does not wait for other calls, and so never returns a stale value.
    //
    // Throws what compute () throws, and odb_alkey::exception if it returns
    // another number of values.
    //
    template <typename Range, typename R, typename P, typename F>
    typename std::enable_if<detail::is_range<Range>::value,
                            detail::all_computed_by<F>>::type::type
    fetch_many (const Range& range,
                const std::chrono::duration<R, P>& time_to_live, F&& compute,
                const fetch_options& o = fetch_options ())
    {
      typedef typename detail::all_computed_by<F>::type values;
      typedef typename values::value_type V;

      detail::begin_fetch (o);
      const std::chrono::milliseconds ttl (detail::rounded (time_to_live));
      detail::argument_lists all (maker_.tables ());
      for (const auto& a : range)
        detail::write (all.next (), a);

      detail::finding_many<V> found (*fetcher_, all.size (),
                                     o.keys != nullptr);
      maker_.find (all, found);

      for (detail::optional<key>& k : found.keys)
        o.keys->push_back (std::move (k.get ()));

      if (!found.missing.empty ())
      {
        const std::vector<std::size_t>& missing (found.missing);
        auto computed (compute (missing));
        detail::tell (o, fetch_result::miss);
        detail::check_count (computed.size (), missing.size ());

        std::vector<const key*> keys;
        std::vector<std::string> bytes;

        for (std::size_t n (0); n != missing.size (); ++n)
        {
          detail::optional<V>& v (found.values[missing[n]]);
          detail::set_value<V> (v, std::move (computed[n]));

          if (found.keys_of_missing[n].storable ())
          {
            keys.push_back (&found.keys_of_missing[n]);
            bytes.push_back (codec<V>::encode (v.get ()));
          }
        }

        fetcher_->store (keys, bytes, ttl);
      }
      else
        detail::tell (o, fetch_result::hit);

      values r;
      r.reserve (found.values.size ());
      for (detail::optional<V>& v : found.values)
        r.push_back (std::move (v.get ()));
      return r;
    }

    // The same for the time that cache_options::time_to_live tells.
    //
    template <typename Range, typename F>
    typename std::enable_if<detail::is_range<Range>::value,
                            detail::all_computed_by<F>>::type::type
    fetch_many (const Range& range, F&& compute,
                const fetch_options& o = fetch_options ())
    {
      return fetch_many (range, fetcher_->time_to_live (),
                         std::forward<F> (compute), o);
    }

    // A call that does not compile.
    //
    template <typename Range, typename D, typename F>
    typename std::enable_if<
      detail::is_wrong_fetch_many<Range, D, F>::value,
      detail::computed_or_text<F, detail::all_computed_by>>::type::type
    fetch_many (const Range&, const D&, F&&,
                const fetch_options& = fetch_options ())
    {
      static_assert (detail::is_range<Range>::value,
                     "odb_alkey: fetch_many takes a range first, each element "
                     "of which is an args (...) or a single argument");
      detail::check_time<D> ();
      static_assert (detail::all_computed_by<F>::value,
                     "odb_alkey: compute of fetch_many takes a vector of "
                     "std::size_t, the positions of what is missing, and "
                     "returns a vector of as many values");
      throw std::logic_error ("does not compile");
    }

    // Looks up the value of a key, or of args (…), without computing it, in
    // one round trip. Returns false and leaves the value alone if none is
    // stored that can be decoded, or if Redis does not answer. The value is
    // never older than the key. For args (…) that is the key at the time of
    // the call, which o.keys receives.
    //
    template <typename V>
    bool lookup (const key& k, V& value,
                 const fetch_options& o = fetch_options ())
    {
      detail::begin_fetch (o);
      detail::tell (o, k);
      detail::optional<V> found;
      detail::decoded_value<V> v (found);
      return detail::end_lookup (fetcher_->lookup (k, v), found, value, o);
    }

    template <typename V>
    bool lookup (const detail::written_arguments& a, V& value,
                 const fetch_options& o = fetch_options ())
    {
      detail::begin_fetch (o);
      detail::argument_lists all (maker_.tables ());
      detail::write (all.next (), a);
      detail::optional<V> found;
      detail::decoded_value<V> v (found);
      detail::finding_one f (*fetcher_, v);
      maker_.find (all, f);
      detail::tell (o, f.key.get ());
      return detail::end_lookup (f.taken, found, value, o);
    }

    // Stores a value that was computed by hand, as fetch () would. The key has
    // to be made before the value is computed, because a value must never be
    // older than its key. Returns true if Redis has it now. It is not stored
    // if the key is not storable, if a transaction of this thread has written
    // anything and is not committed, if the value is too large, if the value
    // of a newer key is there already, or if Redis does not answer. Calls that
    // are computing the same value go on.
    //
    template <typename R, typename P, typename V>
    bool store (const key& k, const std::chrono::duration<R, P>& time_to_live,
                const V& value)
    {
      const std::chrono::milliseconds ttl (detail::rounded (time_to_live));
      return !maker_.uncommitted () &&
             fetcher_->store (k, detail::encoded (value), ttl);
    }

    // The same for the time that cache_options::time_to_live tells.
    //
    template <typename V>
    bool store (const key& k, const V& value)
    {
      return store (k, fetcher_->time_to_live (), value);
    }

    // This does not compile: a key that is made here would be newer than the
    // value.
    //
    template <typename... Rest>
    bool store (const detail::written_arguments&, const Rest&...)
    {
      static_assert (sizeof...(Rest) + 1 == 0,
                     "odb_alkey: make the key before the value is computed, "
                     "by plugin::cache_key (), and store the value under it");
      return false;
    }

    // Removes the value that is stored under this key, or under the key that
    // args (…) have now. The value of another key of the same arguments stays.
    // Returns false if there was none, or if Redis does not answer. A call
    // that is computing the value stores it afterwards nevertheless.
    //
    // There is no need to erase anything when an object changes, because the
    // key changes too.
    //
    bool erase (const key& k)
    {
      return fetcher_->erase (k);
    }

    bool erase (const detail::written_arguments& a)
    {
      detail::arguments to (maker_.tables ());
      detail::write (to, a);
      return erase (maker_.make (to));
    }

  private:
    void fetch_one (const detail::written_arguments&,
                    std::chrono::milliseconds time_to_live,
                    detail::wanted_value&, const fetch_options&);

    const detail::key_maker& maker_;
    std::unique_ptr<detail::fetcher> fetcher_;
  };
}

#endif // ODB_ALKEY_CACHE_HXX
