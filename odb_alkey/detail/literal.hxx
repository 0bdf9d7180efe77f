#ifndef ODB_ALKEY_DETAIL_LITERAL_HXX
#define ODB_ALKEY_DETAIL_LITERAL_HXX

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <type_traits>
#include <typeinfo>

namespace odb_alkey
{
  namespace detail
  {
    // These append the text of plain values. It depends neither on the locale
    // nor on the width of a type, so that equal numbers have equal texts.

    void append_signed (std::string& to, std::int64_t);
    void append_unsigned (std::string& to, std::uint64_t);

    // The text has a point or an exponent, or is inf or nan, so that it never
    // looks like an integer. It is exact, and has the shorter one of the usual
    // precisions. Zero has no sign. A long double that is not a double ends
    // with an L, because a double may have the same digits.
    //
    void append_floating (std::string& to, double);
    void append_floating (std::string& to, long double);

    // Appends count * num / den as a fraction in lowest terms, and an s for
    // seconds.
    //
    void append_seconds (std::string& to, std::uint64_t count,
                         std::intmax_t num, std::intmax_t den);

    // Appends two lower-case digits for each byte.
    //
    void append_hexadecimal (std::string& to, const unsigned char* data,
                             std::size_t size);

    template <typename T>
    void append_integer (std::string& to, T n)
    {
      static_assert (sizeof (T) <= sizeof (std::uint64_t),
                     "odb_alkey: integers of more than 64 bits are not "
                     "supported");

      if (std::is_signed<T>::value)
        append_signed (to, static_cast<std::int64_t> (n));
      else
        append_unsigned (to, static_cast<std::uint64_t> (n));
    }

    // Returns the name of a type, readable and escaped, except for ':'.
    //
    std::string type_name (const std::type_info&);

    template <typename T>
    const std::string& type_name ()
    {
      static const std::string name (type_name (typeid (T)));
      return name;
    }

    // Calls print with a stream that has the classic locale and prints all
    // digits, and returns the text. It knows the value by its address only, so
    // that persistent classes are compiled without the headers of streams.
    //
    std::string printed_by (void (*print) (std::ostream&, const void* value),
                            const void* value);

    template <typename T>
    void print (std::ostream& to, const void* value)
    {
      to << *static_cast<const T*> (value);
    }

    // Returns the text that operator<< prints.
    //
    template <typename T>
    std::string printed (const T& value)
    {
      return printed_by (&print<T>, std::addressof (value));
    }
  }
}

#endif // ODB_ALKEY_DETAIL_LITERAL_HXX
