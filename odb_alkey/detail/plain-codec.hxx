#ifndef ODB_ALKEY_DETAIL_PLAIN_CODEC_HXX
#define ODB_ALKEY_DETAIL_PLAIN_CODEC_HXX

#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include <odb_alkey/detail/malformed.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Numbers are stored as text, which depends neither on the byte order nor
    // on the width of a type. The grammar is in odb_alkey/codec.hxx.
    //
    struct integer_value
    {
      bool negative;
      std::uint64_t magnitude;
    };

    std::string integer_text (const integer_value&);

    // False if this is not the text of an integer of up to 64 bits.
    //
    bool read_integer (const std::string&, integer_value&) noexcept;

    // The text shows the bits of IEEE 754. NaN has one text for all its bits.
    //
    std::string floating_text (double);
    bool read_floating (const std::string&, double&) noexcept;

    enum class plain_kind
    {
      boolean,
      character,
      integer,
      floating,
      enumeration,
      unknown
    };

    template <typename T>
    constexpr plain_kind plain_kind_of ()
    {
      return std::is_same<T, bool>::value       ? plain_kind::boolean
             : std::is_same<T, char>::value     ? plain_kind::character
             : std::is_integral<T>::value       ? plain_kind::integer
             : std::is_floating_point<T>::value ? plain_kind::floating
             : std::is_enum<T>::value           ? plain_kind::enumeration
                                                : plain_kind::unknown;
    }

    template <typename T, plain_kind = plain_kind_of<T> ()>
    struct plain_codec
    {
      static_assert (sizeof (T) == 0,
                     "odb_alkey: values of this type cannot be stored: "
                     "specialise odb_alkey::codec for it");

      static std::string encode (const T&);
      static T decode (const std::string&);
    };

    template <typename T>
    struct plain_codec<T, plain_kind::boolean>
    {
      static std::string encode (bool b)
      {
        return b ? "true" : "false";
      }

      static bool decode (const std::string& s)
      {
        if (s != "true" && s != "false")
          malformed ("true or false", s);

        return s == "true";
      }
    };

    // A byte, since char has a sign on some machines only.
    //
    template <typename T>
    struct plain_codec<T, plain_kind::character>
    {
      static std::string encode (char c)
      {
        return std::string (1, c);
      }

      static char decode (const std::string& s)
      {
        if (s.size () != 1)
          malformed ("one byte", s);

        return s[0];
      }
    };

    template <typename T>
    struct plain_codec<T, plain_kind::integer>
    {
      static_assert (sizeof (T) <= sizeof (std::uint64_t),
                     "odb_alkey: an integer that is stored has at most 64 "
                     "bits");

      static std::string encode (T n)
      {
        const bool negative (below_zero (n, std::is_signed<T> ()));
        const std::uint64_t bits (static_cast<std::uint64_t> (n));
        return integer_text ({negative, negative ? 0 - bits : bits});
      }

      static T decode (const std::string& s)
      {
        const std::uint64_t most (
          static_cast<std::uint64_t> (std::numeric_limits<T>::max ()));
        integer_value n;

        if (!read_integer (s, n) ||
            (n.negative ? !std::is_signed<T>::value || n.magnitude - 1 > most
                        : n.magnitude > most))
          malformed ("an integer from " +
                       encode (std::numeric_limits<T>::min ()) + " to " +
                       encode (std::numeric_limits<T>::max ()),
                     s);

        // The magnitude of the least integer may exceed the greatest integer.
        //
        return n.negative ? static_cast<T> (
                              -static_cast<std::int64_t> (n.magnitude - 1) - 1)
                          : static_cast<T> (n.magnitude);
      }

    private:
      static bool below_zero (T n, std::true_type) noexcept
      {
        return n < 0;
      }

      static bool below_zero (T, std::false_type) noexcept
      {
        return false;
      }
    };

    template <typename T>
    struct plain_codec<T, plain_kind::floating>
    {
      static_assert (!std::is_same<T, long double>::value,
                     "odb_alkey: a long double cannot be stored, since its "
                     "width differs from machine to machine: store a double");
      static_assert (std::numeric_limits<double>::is_iec559,
                     "odb_alkey: floating-point numbers are stored as those "
                     "of IEEE 754");

      static std::string encode (T x)
      {
        return floating_text (x);
      }

      // A number that the type cannot hold is an error, and is not rounded.
      //
      static T decode (const std::string& s)
      {
        double x;

        if (!read_floating (s, x) || !holds (x))
          malformed ("a floating-point number of " +
                       std::to_string (8 * sizeof (T)) + " bits",
                     s);

        return static_cast<T> (x);
      }

    private:
      static bool holds (double x)
      {
        const double most (std::numeric_limits<T>::max ());
        const double infinity (std::numeric_limits<double>::infinity ());

        // Each width has infinities and NaN.
        //
        if (!(x >= -most && x <= most))
          return !(x < infinity && x > -infinity);

        const double back (static_cast<T> (x));
        return !(back < x || back > x);
      }
    };

    template <typename T>
    struct plain_codec<T, plain_kind::enumeration>
    {
      typedef plain_codec<typename std::underlying_type<T>::type> underlying;

      static std::string encode (T e)
      {
        return underlying::encode (
          static_cast<typename std::underlying_type<T>::type> (e));
      }

      static T decode (const std::string& s)
      {
        return static_cast<T> (underlying::decode (s));
      }
    };
  }

  template <typename T>
  struct codec: detail::plain_codec<T>
  {
  };

  template <>
  struct codec<std::string>
  {
    static std::string encode (const std::string& s)
    {
      return s;
    }

    static std::string decode (std::string s)
    {
      return s;
    }
  };

  template <typename C>
  struct byte_codec
  {
    static std::string encode (const std::vector<C>& v)
    {
      return std::string (v.begin (), v.end ());
    }

    static std::vector<C> decode (const std::string& s)
    {
      return std::vector<C> (s.begin (), s.end ());
    }
  };

  template <>
  struct codec<std::vector<char>>: byte_codec<char>
  {
  };

  template <>
  struct codec<std::vector<unsigned char>>: byte_codec<unsigned char>
  {
  };
}

#endif // ODB_ALKEY_DETAIL_PLAIN_CODEC_HXX
