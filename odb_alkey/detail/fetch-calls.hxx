#ifndef ODB_ALKEY_DETAIL_FETCH_CALLS_HXX
#define ODB_ALKEY_DETAIL_FETCH_CALLS_HXX

#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <odb_alkey/cache-options.hxx>
#include <odb_alkey/detail/argument-category.hxx>
#include <odb_alkey/detail/printable.hxx>
#include <odb_alkey/detail/time-argument.hxx>
#include <odb_alkey/detail/typed-value.hxx>
#include <odb_alkey/detail/written-arguments.hxx>
#include <odb_alkey/key.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // The types that the arguments of cache::fetch () and fetch_many () may
    // have. A call with other types leads to one error with a sentence, and to
    // no other errors.

    template <typename K>
    struct is_key_or_list:
        std::integral_constant<bool,
                               std::is_same<K, key>::value ||
                                 std::is_same<K, written_arguments>::value>
    {
    };

    // The type of the value that compute () returns.
    //
    template <typename F, typename = void>
    struct computed_by
    {
      static const bool value = false;
    };

    template <typename F>
    struct computed_by<F, typename std::enable_if<!std::is_void<
                            decltype (std::declval<F&> () ())>::value>::type>
    {
      static const bool value = true;
      typedef
        typename stored_type<decltype (std::declval<F&> () ())>::type type;
    };

    // The type of the vector of values that compute (positions) returns.
    //
    template <typename F, typename = void>
    struct all_computed_by
    {
      static const bool value = false;
    };

    template <typename F>
    struct all_computed_by<
      F, void_t<typename std::decay<decltype (std::declval<F&> () (
                  std::vector<std::size_t> ()))>::type::value_type,
                decltype (std::declval<F&> () (std::vector<std::size_t> ())
                            .reserve (std::size_t ()))>>
    {
      static const bool value = true;
      typedef typename stored_types<decltype (std::declval<F&> () (
        std::vector<std::size_t> ()))>::type type;
    };

    // The type of a call that does not compile. It is the type of the value if
    // there is one, so that using the result is not another error.
    //
    template <typename F, template <typename, typename> class Computed,
              bool = Computed<F, void>::value>
    struct computed_or_text
    {
      typedef std::string type;
    };

    template <typename F, template <typename, typename> class Computed>
    struct computed_or_text<F, Computed, true>
    {
      typedef typename Computed<F, void>::type type;
    };

    // A call whose time is not a duration, or whose compute () cannot be
    // called.
    //
    template <typename D, typename F>
    struct is_wrong_fetch:
        std::integral_constant<
          bool,
          !std::is_same<typename std::decay<F>::type, fetch_options>::value &&
            !(is_duration<D>::value && computed_by<F>::value)>
    {
    };

    template <typename Range, typename D, typename F>
    struct is_wrong_fetch_many:
        std::integral_constant<
          bool,
          !std::is_same<typename std::decay<F>::type, fetch_options>::value &&
            !(is_range<Range>::value && is_duration<D>::value &&
              all_computed_by<F>::value)>
    {
    };

    // Say what is wrong with a call that does not compile.
    //
    template <typename D>
    void check_time () noexcept
    {
      static_assert (is_duration<D>::value,
                     "odb_alkey: the time to live is a std::chrono duration, "
                     "such as std::chrono::minutes (10)");
    }

    template <typename F>
    void check_compute () noexcept
    {
      static_assert (computed_by<F>::value,
                     "odb_alkey: compute takes no arguments and returns the "
                     "value");
    }
  }
}

#endif // ODB_ALKEY_DETAIL_FETCH_CALLS_HXX
