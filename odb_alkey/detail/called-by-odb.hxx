#ifndef ODB_ALKEY_DETAIL_CALLED_BY_ODB_HXX
#define ODB_ALKEY_DETAIL_CALLED_BY_ODB_HXX

#include <type_traits>

#include <odb_alkey/detail/printable.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Whether what ODB has generated for a class calls the track () of
    // tracked<T>: it does where the pragma names it as the callback, and
    // nothing else in the traits tells. The inline part of what is generated,
    // which every source has that knows the traits, holds the call; the call
    // needs the default argument of track (), which is found here.
    //
    // This works by a function that has a definition from the call on. Its
    // declaration is no template, and need not be, of which g++ warns.
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

    // To be asked where the traits of T are known, and not before: the answer
    // stays.
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
