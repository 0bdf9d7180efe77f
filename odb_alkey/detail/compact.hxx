#ifndef ODB_ALKEY_DETAIL_COMPACT_HXX
#define ODB_ALKEY_DETAIL_COMPACT_HXX

#include <algorithm>
#include <cstddef>
#include <vector>

#include <odb_alkey/detail/recycled.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // A vector of fixed size. Up to N elements need no allocation. More than N
    // use the memory that the thread keeps, if it is free.
    //
    // Copying a T must not throw. After a move the source is empty.
    //
    template <typename T, std::size_t N, typename Use>
    class compact
    {
    public:
      compact (const T* data, std::size_t size): size_ (size)
      {
        if (size <= N)
          std::copy_n (data, size, few_);
        else
          many_.assign (data, data + size);
      }

      compact (const compact& c): compact (c.data (), c.size ()) {}

      compact (compact&& c) noexcept: size_ (0)
      {
        take (c);
      }

      compact& operator= (compact c) noexcept
      {
        take (c);
        return *this;
      }

      const T* data () const noexcept
      {
        return size_ <= N ? few_ : many_.data ();
      }

      std::size_t size () const noexcept
      {
        return size_;
      }

    private:
      void take (compact& c) noexcept
      {
        size_ = c.size_;

        if (size_ <= N)
          std::copy_n (c.few_, size_, few_);
        else
          many_.swap (c.many_);

        c.size_ = 0;
      }

      std::size_t size_;
      T few_[N];
      recycled<std::vector<T>, Use> many_;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_COMPACT_HXX
