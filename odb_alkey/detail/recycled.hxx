#ifndef ODB_ALKEY_DETAIL_RECYCLED_HXX
#define ODB_ALKEY_DETAIL_RECYCLED_HXX

#include <cstddef>
#include <utility>

namespace odb_alkey
{
  namespace detail
  {
    // A string or a vector. When it is destroyed, the thread keeps its memory
    // for the next one of the same use, so that making a key needs no
    // allocation for it. It begins empty.
    //
    // Only one at a time has the memory. Others that exist meanwhile allocate
    // their own.
    //
    template <typename T, typename Use = T>
    class recycled: public T
    {
    public:
      recycled ()
      {
        if (T* k = kept ())
          this->swap (*k);
      }

      ~recycled ()
      {
        this->clear ();

        if (this->capacity () * sizeof (typename T::value_type) > most)
          return;

        T* k (kept ());

        if (k != nullptr && k->capacity () < this->capacity ())
          this->swap (*k);
      }

      recycled (recycled&& r) noexcept: T (std::move (r)) {}

      recycled& operator= (recycled&& r) noexcept
      {
        this->swap (r);
        return *this;
      }

    private:
      // More bytes are seldom needed, and not every thread should hold them.
      //
      static const std::size_t most = 256 * 1024;

      struct keeper
      {
        ~keeper ()
        {
          over () = true;
        }

        T memory;
      };

      // True when the thread has destroyed the memory, because it ends. The
      // main thread does that before it destroys static objects, which may
      // still use this.
      //
      static bool& over () noexcept
      {
        thread_local bool r (false);
        return r;
      }

      static T* kept () noexcept
      {
        if (over ())
          return nullptr;

        thread_local keeper k;
        return &k.memory;
      }
    };
  }
}

#endif // ODB_ALKEY_DETAIL_RECYCLED_HXX
