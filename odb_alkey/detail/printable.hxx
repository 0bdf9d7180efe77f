#ifndef ODB_ALKEY_DETAIL_PRINTABLE_HXX
#define ODB_ALKEY_DETAIL_PRINTABLE_HXX

#include <ostream>
#include <type_traits>
#include <utility>

namespace odb_alkey
{
  namespace detail
  {
    template <typename...>
    struct make_void
    {
      typedef void type;
    };

    template <typename... T>
    using void_t = typename make_void<T...>::type;

    template <typename T, typename = void>
    struct has_print: std::false_type
    {
    };

    template <typename T>
    struct has_print<T, void_t<decltype (std::declval<std::ostream&> ()
                                         << std::declval<const T&> ())>>:
        std::true_type
    {
    };

    // Converts to T only. So an operator<< that takes another type, to which a
    // T converts, such as bool, is not found.
    //
    template <typename T>
    struct only
    {
      template <typename U, typename = typename std::enable_if<
                              std::is_same<U, T>::value>::type>
      operator const U& () const;
    };

    // True if T has an operator<< that is meant for it.
    //
    // <ostream> has to be included here: a template such as
    //
    //   template <typename S>
    //   auto operator<< (S& s, const money& m) -> decltype (s << m.cents);
    //
    // would only count in sources that include it, and two sources would write
    // the same key in two ways.
    //
    template <typename T>
    struct is_printable:
        std::integral_constant<
          bool, has_print<T>::value &&
                  ((!std::is_convertible<T, bool>::value &&
                    !std::is_convertible<T, long long>::value &&
                    !std::is_convertible<T, double>::value &&
                    !std::is_convertible<T, const void*>::value) ||
                   has_print<only<T>>::value)>
    {
    };
  }
}

#endif // ODB_ALKEY_DETAIL_PRINTABLE_HXX
