#include <odb_alkey/detail/literal.hxx>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <locale>
#include <memory>
#include <sstream>

#include <cxxabi.h>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/identifier.hxx>
#include <odb_alkey/support/hexadecimal.hxx>
#include <odb_alkey/tokens/token.hxx>

namespace odb_alkey
{
  namespace detail
  {
    void append_signed (std::string& to, std::int64_t n)
    {
      std::uint64_t magnitude (static_cast<std::uint64_t> (n));

      if (n < 0)
      {
        to += '-';
        magnitude = 0 - magnitude;
      }

      tokens::append_number (to, magnitude);
    }

    void append_unsigned (std::string& to, std::uint64_t n)
    {
      tokens::append_number (to, n);
    }

    namespace
    {
      template <typename T>
      std::string formatted (T x, int precision)
      {
        std::ostringstream o;
        o.imbue (std::locale::classic ());
        o.precision (precision);
        o << x;
        return o.str ();
      }

      template <typename T>
      bool reads_as (const std::string& s, T x)
      {
        std::istringstream i (s);
        i.imbue (std::locale::classic ());
        T y;
        return (i >> y) && !(y < x) && !(x < y);
      }

      template <typename T>
      void append (std::string& to, T x)
      {
        if (std::isnan (x))
        {
          to += "nan";
          return;
        }

        if (std::isinf (x))
        {
          to += x < 0 ? "-inf" : "inf";
          return;
        }

        // Minus zero equals zero.
        //
        if (!(x < 0) && !(x > 0))
          x = 0;

        std::string s (formatted (x, std::numeric_limits<T>::digits10));

        if (!reads_as (s, x))
          s = formatted (x, std::numeric_limits<T>::max_digits10);

        if (s.find_first_of (".e") == std::string::npos)
          s += ".0";

        to += s;
      }
    }

    void append_floating (std::string& to, double x)
    {
      append (to, x);
    }

    void append_floating (std::string& to, long double x)
    {
      double d (static_cast<double> (x));
      long double back (d);

      // A long double that equals a double is written as that double.
      //
      if (std::isnan (x) || (!(back < x) && !(x < back)))
        append (to, d);
      else
      {
        append (to, x);
        to += 'L';
      }
    }

    namespace
    {
      std::uint64_t divisor (std::uint64_t a, std::uint64_t b)
      {
        while (b != 0)
        {
          std::uint64_t r (a % b);
          a = b;
          b = r;
        }
        return a;
      }
    }

    void append_seconds (std::string& to, std::uint64_t count,
                         std::intmax_t num, std::intmax_t den)
    {
      std::uint64_t n (count);
      std::uint64_t d (static_cast<std::uint64_t> (den));

      // std::ratio is in lowest terms, so that only the count has to be
      // reduced. The product can exceed 64 bits for a long time in large
      // units. Such a time is always written as a product, so that it still
      // has one text only.
      //
      std::uint64_t g (n == 0 ? d : divisor (n, d));
      std::uint64_t m (static_cast<std::uint64_t> (num));
      n /= g;
      d /= g;

      if (n == 0 || m <= UINT64_MAX / n)
        tokens::append_number (to, n * m);
      else
      {
        tokens::append_number (to, n);
        to += '*';
        tokens::append_number (to, m);
      }

      if (d != 1 && n != 0)
      {
        to += '/';
        tokens::append_number (to, d);
      }

      to += 's';
    }

    void append_hexadecimal (std::string& to, const unsigned char* data,
                             std::size_t size)
    {
      for (std::size_t i (0); i != size; ++i)
      {
        to += support::hexadecimal_digit (data[i] >> 4u);
        to += support::hexadecimal_digit (data[i] & 15u);
      }
    }

    std::string printed_by (void (*print) (std::ostream&, const void*),
                            const void* value)
    {
      std::ostringstream o;
      o.imbue (std::locale::classic ());
      o.precision (std::numeric_limits<long double>::max_digits10);
      print (o, value);
      return o.str ();
    }

    std::string type_name (const std::type_info& t)
    {
      int status (0);
      std::unique_ptr<char, void (*) (void*)> demangled (
        abi::__cxa_demangle (t.name (), nullptr, nullptr, &status), std::free);

      std::string r;

      for (const char* p (demangled ? demangled.get () : t.name ());
           *p != '\0'; ++p)
      {
        if (*p == ':')
          r += ':';
        else
          escape (r, p, 1);
      }

      return r;
    }
  }
}
