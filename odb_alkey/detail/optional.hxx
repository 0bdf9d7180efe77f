#ifndef ODB_ALKEY_DETAIL_OPTIONAL_HXX
#define ODB_ALKEY_DETAIL_OPTIONAL_HXX

#include <new>
#include <type_traits>
#include <utility>

namespace odb_alkey
{
  namespace detail
  {
    // A value, once it is there: as of std::optional, which C++14 lacks.
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

      // Of whatever it can be made of. One that is there already goes.
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

      // Has to be there.
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
