#ifndef ODB_ALKEY_DETAIL_OPTIONAL_HXX
#define ODB_ALKEY_DETAIL_OPTIONAL_HXX

#include <new>
#include <type_traits>
#include <utility>

namespace odb_alkey
{
  namespace detail
  {
    // A value that may be missing, like std::optional, which C++14 lacks.
    //
    template <typename V>
    class optional
    {
    public:
      optional () = default;

      ~optional ()
      {
        reset ();
      }

      optional (const optional&) = delete;
      optional& operator= (const optional&) = delete;

      // Makes the value from an argument of its constructor. A former value is
      // destroyed first.
      //
      template <typename From>
      void set (From&& from)
      {
        reset ();
        ::new (static_cast<void*> (&memory_)) V (std::forward<From> (from));
        there_ = true;
      }

      explicit operator bool () const noexcept
      {
        return there_;
      }

      // Requires that there is a value.
      //
      V& get () noexcept
      {
        return *reinterpret_cast<V*> (&memory_);
      }

    private:
      void reset () noexcept
      {
        if (there_)
          get ().~V ();

        there_ = false;
      }

      typename std::aligned_storage<sizeof (V), alignof (V)>::type memory_;
      bool there_ = false;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_OPTIONAL_HXX
