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

  // The arguments of a key, for a fetch: the same as of plugin::cache_key ().
  // They are written out at once, and objects are as old as they are now, so
  // that what is returned refers to nothing. It is a value, of one type for
  // all arguments, which may be kept, copied and moved.
  //
  template <typename... A>
  detail::written_arguments args (const A&... a)
  {
    detail::arguments to;
    detail::add_all (to, a...);
    return detail::written_arguments (to);
  }

  // Values that are made of objects, kept in Redis for all processes.
  //
  //   odb_alkey::cache cache (alkey);
  //   std::string html (
  //     cache.fetch (odb_alkey::args (odb_alkey::one<user> (id), "profile"),
  //                  std::chrono::minutes (10),
  //                  [&] { return render (*load_user (id)); }));
  //
  // A value that is there costs one round trip to Redis. One that is not is
  // computed, by one caller at a time, and stored, if the key is storable:
  // what is returned is never older than the key of this moment. Where Redis
  // does not answer, values are computed.
  //
  // Arguments are those of plugin::cache_key (). Two values of the same
  // arguments are the same value: tell them apart by a text.
  //
  // The plugin must outlive it. Any thread may use it.
  //
  class cache
  {
  public:
    // Throws invalid_options.
    //
    explicit cache (plugin&, const cache_options& = cache_options ());
    ~cache ();

    cache (const cache&) = delete;
    cache& operator= (const cache&) = delete;

    // The value of these arguments: found, or what compute () returns, whose
    // type needs a codec; of a char pointer it is a std::string. It lives for
    // this time at most.
    //
    // What compute () throws reaches everybody who waits for the value, and
    // nothing is stored. Throws nothing because of Redis.
    //
    template <typename R, typename P, typename F>
    typename detail::computed_by<F>::type
    fetch (const detail::written_arguments& a,
           const std::chrono::duration<R, P>& time_to_live, F&& compute,
           const fetch_options& o = fetch_options ())
    {
      typedef typename detail::computed_by<F>::type V;

      detail::begin_fetch (o);
      const std::chrono::milliseconds ttl (detail::rounded (time_to_live));
      detail::argument_lists all (maker_.tables ());
      detail::write (all.next (), a);

      detail::optional<V> value;
      detail::computed_value<V, F> v (value, compute);
      detail::finding_one f (*fetcher_, v);
      maker_.find (all, f);
      detail::tell (o, f.key.get ());

      if (f.taken)
        detail::tell (o, fetch_result::hit);
      else
        fetcher_->get (f.key.get (), std::move (f.stored), ttl, o, v);

      return std::move (value.get ());
    }

    // The same with a key that was made earlier: a second round trip. Within a
    // transaction that has written anything it is computed and not stored.
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

    // Calls that do not compile, each with what is wrong about it.
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

    // The values of a range of arguments, each args (…) or a single argument,
    // in its order. One round trip finds what is there. compute () is called
    // once, if anything is missing, with the positions in the range of what
    // is, and returns a vector of as many values, in this order. They are
    // stored in one round trip for each hundred. Nobody waits for anybody, so
    // that no previous value is served. Of a vector of char pointers the
    // values are a vector of std::string.
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

      detail::finding_many<V> found (*fetcher_, all.size (), o.keys);
      maker_.find (all, found);

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

    // For the time that cache_options::time_to_live tells.
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

    // Looks the value of a key up, or of args (…), without computing it: one
    // round trip. False, and the value is what it was, if none is stored that
    // can be read, or if Redis does not answer. It is never older than the
    // key; of args (…) that is the key of this moment, which o.keys tells.
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

    // Stores a value that was computed by hand, as fetch () would: under a key
    // that was made before, since a value is never to be older than its key.
    // Whether Redis has it now. Not if the key is not storable, a transaction
    // of this thread has written anything that is not committed, the value is
    // too large, that of a newer key is there already, or Redis does not
    // answer. Nobody who computes the same value is stopped.
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

    // A key that is made here would be newer than the value.
    //
    template <typename... Rest>
    bool store (const detail::written_arguments&, const Rest&...)
    {
      static_assert (sizeof...(Rest) + 1 == 0,
                     "odb_alkey: make the key before the value is computed, "
                     "by plugin::cache_key (), and store the value under it");
      return false;
    }

    // Removes the value that is stored under this key, or under that which
    // args (…) have at this moment, and none of other keys, be it a newer one
    // of the same arguments. False if there was none, or Redis does not
    // answer. Whoever is computing it still stores it afterwards.
    //
    // Nothing needs to be erased when an object changes: the key does.
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
    const detail::key_maker& maker_;
    std::unique_ptr<detail::fetcher> fetcher_;
  };
}

#endif // ODB_ALKEY_CACHE_HXX
