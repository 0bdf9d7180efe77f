#ifndef ODB_ALKEY_SUPPORT_STRIPED_HXX
#define ODB_ALKEY_SUPPORT_STRIPED_HXX

#include <cstddef>

namespace odb_alkey
{
  namespace support
  {
    // A number of this thread. Threads are numbered in the order in which they
    // ask for it first.
    //
    std::size_t next_thread_number () noexcept;

    inline std::size_t thread_number () noexcept
    {
      static const std::size_t none (static_cast<std::size_t> (-1));
      thread_local std::size_t n (none);

      if (n == none)
        n = next_thread_number ();

      return n;
    }

    // Several objects in the place of one that all threads write, such as
    // counters, which are added up when somebody wants to know. A thread
    // always takes the same of them, which it shares with few others. So the
    // processors do not take its cache line away from each other with each
    // write.
    //
    //   striped<counter> calls;
    //   calls->add ();
    //
    template <typename T>
    class striped
    {
    public:
      striped () = default;

      // Threads have its address.
      //
      striped (const striped&) = delete;
      striped& operator= (const striped&) = delete;

      T& operator* () noexcept
      {
        return all_[thread_number () % count].of;
      }

      T* operator->() noexcept
      {
        return &**this;
      }

      template <typename F>
      void for_each (F f) const
      {
        for (const stripe& s : all_)
          f (s.of);
      }

    private:
      static const std::size_t count = 16;
      static const std::size_t cache_line = 64;

      // With alignas, C++14 could not allocate it. Apart by a line, no two
      // have one in common, and neither does what comes before and behind.
      //
      struct stripe
      {
        char before[cache_line];
        T of;
      };

      stripe all_[count];
      char behind_[cache_line];
    };
  }
}

#endif // ODB_ALKEY_SUPPORT_STRIPED_HXX
