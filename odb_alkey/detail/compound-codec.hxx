#ifndef ODB_ALKEY_DETAIL_COMPOUND_CODEC_HXX
#define ODB_ALKEY_DETAIL_COMPOUND_CODEC_HXX

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#if __cplusplus >= 201703L && defined(__has_include)
  #if __has_include(<optional>)
    #include <optional>
    #define ODB_ALKEY_HAS_OPTIONAL
  #endif
#endif

#include <odb_alkey/detail/netstrings.hxx>
#include <odb_alkey/detail/plain-codec.hxx>

namespace odb_alkey
{
  template <typename A, typename B>
  struct codec<std::pair<A, B>>
  {
    typedef std::pair<typename std::remove_cv<A>::type,
                      typename std::remove_cv<B>::type>
      value_type;

    static std::string encode (const std::pair<A, B>& p)
    {
      std::string r;
      append (r, p);
      return r;
    }

    static value_type decode (const std::string& s)
    {
      detail::netstrings in (s);
      value_type r (next (in));
      in.end ();
      return r;
    }

    // The same two netstrings as a part of a longer text.
    //
    static void append (std::string& to, const std::pair<A, B>& p)
    {
      detail::append_netstring (
        to, codec<typename value_type::first_type>::encode (p.first));
      detail::append_netstring (
        to, codec<typename value_type::second_type>::encode (p.second));
    }

    static value_type next (detail::netstrings& in)
    {
      auto a (codec<typename value_type::first_type>::decode (in.next ()));
      auto b (codec<typename value_type::second_type>::decode (in.next ()));
      return value_type (std::move (a), std::move (b));
    }
  };

  template <typename T, typename Allocator>
  struct codec<std::vector<T, Allocator>>
  {
    static std::string encode (const std::vector<T, Allocator>& v)
    {
      std::string r;
      detail::append_count (r, v.size ());

      // This takes iterators, because vector<bool> has no references to its
      // elements.
      //
      for (auto i (v.begin ()); i != v.end (); ++i)
        detail::append_netstring (r, codec<T>::encode (*i));

      return r;
    }

    static std::vector<T, Allocator> decode (const std::string& s)
    {
      detail::netstrings in (s);
      std::vector<T, Allocator> r;

      // No memory is reserved, because the count may be wrong.
      //
      for (std::uint64_t n (in.count ()); n != 0; --n)
        r.push_back (codec<T>::decode (in.next ()));

      in.end ();
      return r;
    }
  };

  namespace detail
  {
    // A map. Its entries are written in the order in which it is iterated.
    //
    template <typename M>
    struct map_codec
    {
      typedef codec<typename M::value_type> element;

      static std::string encode (const M& m)
      {
        std::string r;
        append_count (r, m.size ());

        for (const typename M::value_type& p : m)
          element::append (r, p);

        return r;
      }

      static M decode (const std::string& s)
      {
        netstrings in (s);
        M r;

        for (std::uint64_t n (in.count ()); n != 0; --n)
          if (!r.insert (element::next (in)).second)
            in.fail ("a map that has each key once");

        in.end ();
        return r;
      }
    };

    // A value that may be missing. O has a constructor without arguments and
    // one from a T.
    //
    template <typename O, typename T>
    struct optional_codec
    {
      static std::string encode (const O& o)
      {
        return o ? '1' + codec<T>::encode (*o) : std::string (1, '0');
      }

      static O decode (const std::string& s)
      {
        if (s == "0")
          return O ();

        if (s.empty () || s[0] != '1')
          malformed ("a value that may be missing", s);

        return O (codec<T>::decode (s.substr (1)));
      }
    };
  }

  template <typename K, typename T, typename Compare, typename Allocator>
  struct codec<std::map<K, T, Compare, Allocator>>:
      detail::map_codec<std::map<K, T, Compare, Allocator>>
  {
  };

  template <typename K, typename T, typename Hash, typename Equal,
            typename Allocator>
  struct codec<std::unordered_map<K, T, Hash, Equal, Allocator>>:
      detail::map_codec<std::unordered_map<K, T, Hash, Equal, Allocator>>
  {
  };

#ifdef ODB_ALKEY_HAS_OPTIONAL
  template <typename T>
  struct codec<std::optional<T>>: detail::optional_codec<std::optional<T>, T>
  {
  };
#endif
}

#endif // ODB_ALKEY_DETAIL_COMPOUND_CODEC_HXX
