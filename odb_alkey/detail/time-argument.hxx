#ifndef ODB_ALKEY_DETAIL_TIME_ARGUMENT_HXX
#define ODB_ALKEY_DETAIL_TIME_ARGUMENT_HXX

#include <chrono>
#include <cstdint>
#include <type_traits>

#include <odb_alkey/detail/argument-category.hxx>
#include <odb_alkey/detail/arguments.hxx>
#include <odb_alkey/detail/literal.hxx>
#include <odb_alkey/detail/write-argument.hxx>

namespace odb_alkey
{
  namespace detail
  {
    template <typename R, typename P>
    struct is_duration<std::chrono::duration<R, P>>: std::true_type
    {
    };

    template <typename C, typename D>
    struct is_time_point<std::chrono::time_point<C, D>>: std::true_type
    {
    };

    // Durations are written in seconds, as a fraction in lowest terms,
    // so that sixty seconds and one minute are one.
    //
    template <typename T>
    struct argument<T, category::duration>
    {
      static void write (arguments& to, const T& d)
      {
        write (to, d, std::is_floating_point<typename T::rep> ());
      }

    private:
      static void write (arguments& to, const T& d, std::false_type)
      {
        typedef typename T::rep rep;

        static_assert (std::is_integral<rep>::value &&
                         sizeof (rep) <= sizeof (std::uint64_t),
                       "odb_alkey: the ticks of a duration are counted by an "
                       "integer of at most 64 bits or by a floating-point "
                       "number");

        std::uint64_t count (static_cast<std::uint64_t> (d.count ()));

        if (d < T::zero ())
        {
          to.text += '-';
          count = 0 - count;
        }

        append_seconds (to.text, count, T::period::num, T::period::den);
      }

      // If the seconds do not lead back to the count, another count may have
      // the same seconds. Then the text has the type's own unit.
      //
      static void write (arguments& to, const T& d, std::true_type)
      {
        std::chrono::duration<typename T::rep> seconds (d);
        T back (std::chrono::duration_cast<T> (seconds));

        if (back < d || d < back)
        {
          append_floating (to.text, d.count ());
          to.text += '*';
          append_integer (to.text, T::period::num);
          to.text += '/';
          append_integer (to.text, T::period::den);
        }
        else
          append_floating (to.text, seconds.count ());

        to.text += 's';
      }
    };

    template <typename T>
    struct argument<T, category::time_point>
    {
      static void write (arguments& to, const T& t)
      {
        to.text += type_name<typename T::clock> ();
        to.text += '(';
        add (to, t.time_since_epoch ());
        to.text += ')';
      }
    };
  }
}

#endif // ODB_ALKEY_DETAIL_TIME_ARGUMENT_HXX
