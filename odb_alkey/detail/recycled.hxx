#ifndef ODB_ALKEY_DETAIL_RECYCLED_HXX
#define ODB_ALKEY_DETAIL_RECYCLED_HXX

#include <cstddef>
#include <utility>

namespace odb_alkey
{
  namespace detail
  {
    // A string or a vector whose memory the thread keeps when it goes, for the
    // next one of the same use: what is needed for each key costs no
    // allocation then. It begins empty.
    //
    // One at a time gets it; those that are made meanwhile allocate.
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
      // More is seldom needed, and not to be held by every thread.
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

      // A thread that ends, and the main one before it destroys what is
      // static, destroys the memory first.
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
