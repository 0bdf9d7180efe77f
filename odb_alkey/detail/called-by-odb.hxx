#ifndef ODB_ALKEY_DETAIL_CALLED_BY_ODB_HXX
#define ODB_ALKEY_DETAIL_CALLED_BY_ODB_HXX

#include <type_traits>

#include <odb_alkey/detail/printable.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Finds out whether the code that ODB has generated for a class calls the
    // track () of tracked<T>. It does if the pragma names track as the
    // callback, and the traits do not tell. But the call is in the inline part
    // of the generated code, which every source includes that knows the
    // traits, and it instantiates the default argument of track ().
    //
    // That defines a friend function, so that its return type can be deduced
    // from then on. The friend is declared as a function and not as a
    // template, on purpose, of which g++ warns.
    //
#if defined(__GNUC__) && !defined(__clang__)
  #pragma GCC diagnostic push
  #pragma GCC diagnostic ignored "-Wnon-template-friend"
#endif

    template <typename T>
    struct track_of
    {
      friend auto call_of_track (track_of);
    };

#if defined(__GNUC__) && !defined(__clang__)
  #pragma GCC diagnostic pop
#endif

    // The type of the default argument.
    //
    struct track_call
    {
    };

    template <typename T>
    struct calling_track
    {
      friend auto call_of_track (track_of<T>)
      {
        return track_call ();
      }

      static track_call here () noexcept
      {
        return track_call ();
      }
    };

    // This must be asked only where the traits of T are known, because the
    // first answer in a source stays.
    //
    template <typename T, typename = void>
    struct called_by_odb: std::false_type
    {
    };

    template <typename T>
    struct called_by_odb<T, void_t<decltype (call_of_track (track_of<T> ()))>>:
        std::true_type
    {
    };
  }
}

#endif // ODB_ALKEY_DETAIL_CALLED_BY_ODB_HXX
