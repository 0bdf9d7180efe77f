#ifndef ODB_ALKEY_CACHE_HXX
#define ODB_ALKEY_CACHE_HXX

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <odb_alkey/cache-options.hxx>
#include <odb_alkey/codec.hxx>
#include <odb_alkey/key-generator.hxx>
#include <odb_alkey/key.hxx>
#include <odb_alkey/maybe.hxx>
#include <odb_alkey/values/fetcher.hxx>

namespace odb_alkey
{
  class plugin;

  namespace detail
  {
    // What args () returns: refers to what has a name, holds what has none.
    //
    template <typename... A>
    struct argument_list
    {
      std::tuple<A...> all;
    };

    template <std::size_t I, typename... A>
    typename std::enable_if<I == sizeof...(A)>::type
    write_from (arguments&, const std::tuple<A...>&)
    {
    }

    template <std::size_t I, typename... A>
    typename std::enable_if<I != sizeof...(A)>::type
    write_from (arguments& to, const std::tuple<A...>& from)
    {
      if (I != 0)
        to.text += ';';

      add (to, std::get<I> (from));
      write_from<I + 1> (to, from);
    }

    template <typename... A>
    void write (arguments& to, const argument_list<A...>& a)
    {
      write_from<0> (to, a.all);
    }

    // A single argument.
    //
    template <typename A>
    void write (arguments& to, const A& a)
    {
      add (to, a);
    }

    // A value of type V, empty until it is found.
    //
    template <typename V, typename Base = found_value>
    class decoded_value: public Base
    {
    public:
      explicit decoded_value (maybe<V>& v): value (v) {}

      bool accept (std::string bytes) override
      {
        try
        {
          value.set (codec<V>::decode (std::move (bytes)));
          return true;
        }
        catch (...)
        {
          return false;
        }
      }

    protected:
      maybe<V>& value;
    };

    // The same, or computed by f.
    //
    template <typename V, typename F>
    class computed_value final: public decoded_value<V, wanted_value>
    {
    public:
      computed_value (maybe<V>& v, F& f)
          : decoded_value<V, wanted_value> (v), compute_ (f)
      {
      }

      void compute () override
      {
        this->value.set (compute_ ());
      }

      std::string encode () override
      {
        return codec<V>::encode (this->value.get ());
      }

    private:
      F& compute_;
    };

    // Takes the value of one key, or else keeps what is needed to get it.
    //
    class finding_one final: public key_maker::found
    {
    public:
      finding_one (fetcher& f, found_value& v): fetcher_ (f), value_ (v) {}

      void tell (std::size_t, odb_alkey::key&&, const char* stored,
                 std::size_t size) override;

      bool taken = false;
      maybe<odb_alkey::key> key;
      std::string stored;

    private:
      fetcher& fetcher_;
      found_value& value_;
    };

    // The same of several, which are found together.
    //
    template <typename V>
    class finding_many final: public key_maker::found
    {
    public:
      finding_many (fetcher& f, std::size_t count, std::vector<key>* keys)
          : values (count), fetcher_ (f), keys_ (keys)
      {
      }

      void tell (std::size_t index, key&& k, const char* stored,
                 std::size_t size) override
      {
        decoded_value<V> v (values[index]);

        if (keys_ != nullptr)
          keys_->push_back (k);

        if (!fetcher_.take (k, stored, size, v))
        {
          missing.push_back (index);
          keys_of_missing.push_back (std::move (k));
        }
      }

      std::vector<maybe<V>> values;
      std::vector<std::size_t> missing;
      std::vector<key> keys_of_missing;

    private:
      fetcher& fetcher_;
      std::vector<key>* const keys_;
    };
  }

  // The arguments of a key, for a fetch: the same as of plugin::cache_key ().
  // Refers to those that have a name, so use it at once.
  //
  template <typename... A>
  detail::argument_list<A...> args (A&&... a)
  {
    return {std::tuple<A...> (std::forward<A> (a)...)};
  }

  // Values that are made of objects, kept in Redis for all processes.
  //
  //   odb_alkey::cache cache (alkey);
  //   std::string html (cache.fetch (odb_alkey::args (u, "profile"),
  //                                  std::chrono::minutes (10),
  //                                  [&] { return render (u); }));
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
    // type needs a codec. It lives for this time at most.
    //
    // What compute () throws reaches everybody who waits for the value, and
    // nothing is stored. Throws nothing because of Redis.
    //
    template <typename... A, typename R, typename P, typename F>
    auto fetch (const detail::argument_list<A...>& a,
                const std::chrono::duration<R, P>& time_to_live, F&& compute,
                const fetch_options& o = fetch_options ()) ->
      typename std::decay<decltype (compute ())>::type
    {
      typedef typename std::decay<decltype (compute ())>::type V;

      const std::chrono::milliseconds ttl (rounded (time_to_live));
      detail::argument_lists all (maker_.tables ());
      detail::write (all.next (), a);

      detail::maybe<V> value;
      detail::computed_value<V, F> v (value, compute);
      detail::finding_one f (*fetcher_, v);
      maker_.find (all, f);
      tell (f.key.get (), o);

      if (!f.taken)
        fetcher_->get (f.key.get (), std::move (f.stored), ttl, o, v);

      return std::move (value.get ());
    }

    // The same with a key that was made earlier: a second round trip.
    //
    template <typename R, typename P, typename F>
    auto fetch (const key& k, const std::chrono::duration<R, P>& time_to_live,
                F&& compute, const fetch_options& o = fetch_options ()) ->
      typename std::decay<decltype (compute ())>::type
    {
      typedef typename std::decay<decltype (compute ())>::type V;

      tell (k, o);
      detail::maybe<V> value;
      detail::computed_value<V, F> v (value, compute);
      fetcher_->fetch (k, rounded (time_to_live), o, v);
      return std::move (value.get ());
    }

    // For the time that cache_options::time_to_live tells; throws
    // invalid_options if it does not.
    //
    template <typename K, typename F>
    auto fetch (const K& key_or_arguments, F&& compute,
                const fetch_options& o = fetch_options ()) ->
      typename std::decay<decltype (compute ())>::type
    {
      return fetch (key_or_arguments, fetcher_->time_to_live (),
                    std::forward<F> (compute), o);
    }

    // The values of a range of arguments, each args (…) or a single argument,
    // in its order. One round trip finds what is there. compute () is called
    // once, if anything is missing, with the positions in the range of what
    // is, and returns a vector of as many values, in this order. They are
    // stored in one round trip for each hundred. Nobody waits for anybody, so
    // that no previous value is served.
    //
    // Throws what compute () throws, and odb_alkey::exception if it returns
    // another number of values.
    //
    template <typename Range, typename R, typename P, typename F>
    auto fetch_many (const Range& range,
                     const std::chrono::duration<R, P>& time_to_live,
                     F&& compute, const fetch_options& o = fetch_options ()) ->
      typename std::decay<
        decltype (compute (std::vector<std::size_t> ()))>::type
    {
      typedef typename std::decay<decltype (compute (
        std::vector<std::size_t> ()))>::type values;
      typedef typename values::value_type V;

      const std::chrono::milliseconds ttl (rounded (time_to_live));
      detail::argument_lists all (maker_.tables ());
      for (const auto& a : range)
        detail::write (all.next (), a);

      detail::finding_many<V> found (*fetcher_, all.size (), o.keys);
      maker_.find (all, found);

      if (!found.missing.empty ())
      {
        const std::vector<std::size_t>& missing (found.missing);
        values computed (compute (missing));
        check_count (computed.size (), missing.size ());

        std::vector<const key*> keys;
        std::vector<std::string> bytes;

        for (std::size_t n (0); n != missing.size (); ++n)
        {
          detail::maybe<V>& v (found.values[missing[n]]);
          v.set (std::move (computed[n]));

          if (found.keys_of_missing[n].storable ())
          {
            keys.push_back (&found.keys_of_missing[n]);
            bytes.push_back (codec<V>::encode (v.get ()));
          }
        }

        fetcher_->store (keys, bytes, ttl);
      }

      values r;
      r.reserve (found.values.size ());
      for (detail::maybe<V>& v : found.values)
        r.push_back (std::move (v.get ()));
      return r;
    }

  private:
    // A shorter time than Redis knows is the shortest; one that is none throws
    // invalid_options.
    //
    static std::chrono::milliseconds checked (std::chrono::milliseconds);

    template <typename R, typename P>
    static std::chrono::milliseconds
    rounded (const std::chrono::duration<R, P>& d)
    {
      return checked (
        d > std::chrono::duration<R, P>::zero ()
          ? std::max (
              std::chrono::milliseconds (1),
              std::chrono::duration_cast<std::chrono::milliseconds> (d))
          : std::chrono::milliseconds (0));
    }

    static void tell (const key& k, const fetch_options& o)
    {
      if (o.keys != nullptr)
        o.keys->push_back (k);
    }

    static void check_count (std::size_t computed, std::size_t missing);

    const detail::key_maker& maker_;
    std::unique_ptr<detail::fetcher> fetcher_;
  };
}

#endif // ODB_ALKEY_CACHE_HXX
