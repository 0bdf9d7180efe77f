#ifndef ODB_ALKEY_DETAIL_ARGUMENT_CATEGORY_HXX
#define ODB_ALKEY_DETAIL_ARGUMENT_CATEGORY_HXX

#include <cstddef>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#if __cplusplus >= 201703L
  #include <optional>
#endif

#include <odb/nullable.hxx>
#include <odb/pointer-traits.hxx>

#include <odb_alkey/detail/arguments.hxx>
#include <odb_alkey/detail/identity.hxx>
#include <odb_alkey/detail/printable.hxx>
#include <odb_alkey/stamped.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // The kinds of arguments. A type has one category: the first that fits, in
    // the order of category_of ().
    //
    enum class category
    {
      identifier,
      one,
      all,
      everything,
      text,
      null,
      boolean,
      character,
      integer,
      floating,
      enumeration,
      object,
      string,
      wide_string,
      lazy_pointer,
      weak_pointer,
      pointer,
      foreign_pointer,
      nullable,
      duration,
      time_point,
      pair,
      tuple,
      map,
      range,
      printable,
      unknown
    };

    template <typename T, template <typename...> class Template>
    struct is_a: std::false_type
    {
    };

    template <typename... A, template <typename...> class Template>
    struct is_a<Template<A...>, Template>: std::true_type
    {
    };

    // Specialised in time-argument.hxx, which every header includes that makes
    // keys. tracked.hxx does not, since <chrono> takes long to compile: no
    // parent of an object is a time.
    //
    template <typename T>
    struct is_duration: std::false_type
    {
    };

    template <typename T>
    struct is_time_point: std::false_type
    {
    };

    // True for types whose values say that there is no value.
    //
    template <typename T>
    struct is_null: std::is_same<T, std::nullptr_t>
    {
    };

#if __cplusplus >= 201703L
    template <>
    struct is_null<std::nullopt_t>: std::true_type
    {
    };
#endif

    // A pointer that ODB knows, because its traits are specialised for it.
    //
    template <typename T, typename = void>
    struct odb_pointer
    {
      static const bool value = false;
      static const bool lazy = false;
      static const bool weak = false;
    };

    template <typename T>
    struct odb_pointer<T, void_t<decltype (odb::pointer_traits<T>::kind)>>
    {
      static const bool value = true;
      static const bool lazy = odb::pointer_traits<T>::lazy;
      static const bool weak = odb::pointer_traits<T>::kind == odb::pk_weak;
    };

    // A smart pointer that ODB does not know here. Most of them print an
    // address, which is no value.
    //
    template <typename T, typename = void>
    struct is_foreign_pointer: std::false_type
    {
    };

    template <typename T>
    struct is_foreign_pointer<
      T, void_t<typename T::element_type,
                decltype (std::declval<const T&> ().operator->())>>:
        std::true_type
    {
    };

    // A type like std::optional, of any library.
    //
    template <typename T, typename = void>
    struct is_optional: std::false_type
    {
    };

    template <typename T>
    struct is_optional<
      T, void_t<typename T::value_type,
                decltype (static_cast<bool> (std::declval<const T&> ())),
                decltype (*std::declval<const T&> ()),
                decltype (std::declval<const T&> ().operator->()),
                typename std::enable_if<std::is_convertible<
                  decltype (*std::declval<const T&> ()),
                  const typename T::value_type&>::value>::type>>:
        std::true_type
    {
    };

    // A type like std::string or a view of one, of any library.
    //
    template <typename T, typename = void>
    struct is_string_like: std::false_type
    {
    };

    template <typename T>
    struct is_string_like<
      T, void_t<typename T::traits_type,
                typename std::enable_if<std::is_convertible<
                  decltype (std::declval<const T&> ().data ()),
                  const char*>::value>::type,
                decltype (std::declval<const T&> ().size ())>>: std::true_type
    {
    };

    template <typename T>
    struct is_string:
        std::integral_constant<
          bool, is_string_like<T>::value ||
                  (std::is_array<T>::value &&
                   std::is_same<typename std::remove_cv<
                                  typename std::remove_extent<T>::type>::type,
                                char>::value) ||
                  std::is_same<T, const char*>::value ||
                  std::is_same<T, char*>::value>
    {
    };

    template <typename C>
    struct is_wide_character:
        std::integral_constant<bool, std::is_same<C, wchar_t>::value ||
#ifdef __cpp_char8_t
                                       std::is_same<C, char8_t>::value ||
#endif
                                       std::is_same<C, char16_t>::value ||
                                       std::is_same<C, char32_t>::value>
    {
    };

    // A literal of wide characters, an array that may hold one, or a pointer
    // to one. (A string of them is a range.)
    //
    template <typename T>
    struct is_wide_string:
        std::integral_constant<
          bool, (std::is_array<T>::value || std::is_pointer<T>::value) &&
                  is_wide_character<
                    typename std::remove_cv<typename std::remove_pointer<
                      typename std::decay<T>::type>::type>::type>::value>
    {
    };

    namespace range_access
    {
      using std::begin;
      using std::end;

      template <typename T>
      auto first (const T& r) -> decltype (begin (r))
      {
        return begin (r);
      }

      template <typename T>
      auto last (const T& r) -> decltype (end (r))
      {
        return end (r);
      }
    }

    // A path is a range of paths, and is printed instead: a range is not a
    // range of its own type.
    //
    template <typename T, typename = void>
    struct is_range: std::false_type
    {
    };

    template <typename T>
    struct is_range<
      T, void_t<decltype (range_access::first (std::declval<const T&> ()) !=
                          range_access::last (std::declval<const T&> ())),
                typename std::enable_if<!std::is_same<
                  typename std::decay<decltype (*range_access::first (
                    std::declval<const T&> ()))>::type,
                  T>::value>::type>>: std::true_type
    {
    };

    template <typename T, typename = void>
    struct is_map: std::false_type
    {
    };

    template <typename T>
    struct is_map<T, void_t<typename T::key_type, typename T::mapped_type>>:
        is_range<T>
    {
    };

    template <typename T, typename = void>
    struct has_hasher: std::false_type
    {
    };

    template <typename T>
    struct has_hasher<T, void_t<typename T::hasher>>: std::true_type
    {
    };

    template <typename T, typename = void>
    struct has_pointer_keys: std::false_type
    {
    };

    template <typename T>
    struct has_pointer_keys<T, void_t<typename T::key_type>>:
        std::integral_constant<bool, odb_pointer<typename T::key_type>::value>
    {
    };

    // A container whose order depends on its history, or on addresses.
    //
    template <typename T>
    struct is_unordered:
        std::integral_constant<bool, has_hasher<T>::value ||
                                       has_pointer_keys<T>::value>
    {
    };

    template <typename T, bool = std::is_class<T>::value>
    struct is_object: std::false_type
    {
    };

    template <typename T>
    struct is_object<T, true>:
        std::integral_constant<bool, std::is_base_of<stamped, T>::value ||
                                       is_persistent<T>::value>
    {
    };

    template <typename T>
    struct is_one: std::false_type
    {
    };

    template <typename T, typename Id>
    struct is_one<one_argument<T, Id>>: std::true_type
    {
    };

    template <typename T>
    constexpr category category_of ()
    {
      return std::is_same<T, identifier>::value ? category::identifier
             : is_one<T>::value                 ? category::one
             : is_a<T, all_argument>::value     ? category::all
             : std::is_same<T, everything_argument>::value
               ? category::everything
             : std::is_same<T, text_argument>::value ? category::text
             : is_null<T>::value                     ? category::null
             : std::is_same<T, bool>::value          ? category::boolean
             : std::is_same<T, char>::value          ? category::character
             : std::is_integral<T>::value            ? category::integer
             : std::is_floating_point<T>::value      ? category::floating
             : std::is_enum<T>::value                ? category::enumeration
             : is_object<T>::value                   ? category::object
             : is_string<T>::value                   ? category::string
             : is_wide_string<T>::value              ? category::wide_string
             : odb_pointer<T>::weak                  ? category::weak_pointer
             : odb_pointer<T>::lazy                  ? category::lazy_pointer
             : odb_pointer<T>::value                 ? category::pointer
             : is_a<T, odb::nullable>::value         ? category::nullable
             : is_optional<T>::value                 ? category::nullable
             : is_foreign_pointer<T>::value ? category::foreign_pointer
             : is_duration<T>::value        ? category::duration
             : is_time_point<T>::value      ? category::time_point
             : is_a<T, std::pair>::value    ? category::pair
             : is_a<T, std::tuple>::value   ? category::tuple
             : is_map<T>::value             ? category::map
             : is_range<T>::value           ? category::range
             : is_printable<T>::value       ? category::printable
                                            : category::unknown;
    }
  }
}

#endif // ODB_ALKEY_DETAIL_ARGUMENT_CATEGORY_HXX
