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

    // Converts to one type only, so that no second conversion, to bool say,
    // finds an operator<< that has nothing to do with the type.
    //
    template <typename T>
    struct only
    {
      template <typename U, typename = typename std::enable_if<
                              std::is_same<U, T>::value>::type>
      operator const U& () const;
    };

    // Whether T has an operator<< that is meant for it.
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
