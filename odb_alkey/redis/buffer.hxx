#ifndef ODB_ALKEY_REDIS_BUFFER_HXX
#define ODB_ALKEY_REDIS_BUFFER_HXX

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <utility>

namespace odb_alkey
{
  namespace redis
  {
    // Bytes, with room behind them that the system can write into: a string
    // would have to be filled with zeros first.
    //
    //   buffer b;
    //   std::size_t n (recv (fd, b.room (4096), b.capacity () - b.size (),
    //   0)); b.grow (n);
    //
    class buffer
    {
    public:
      typedef char value_type;

      buffer () = default;
      buffer (buffer&& b) noexcept
      {
        swap (b);
      }

      buffer& operator= (buffer&& b) noexcept
      {
        swap (b);
        return *this;
      }

      const char* data () const noexcept
      {
        return data_.get ();
      }

      std::size_t size () const noexcept
      {
        return size_;
      }

      std::size_t capacity () const noexcept
      {
        return capacity_;
      }

      // The end, with room for at least so many bytes behind it.
      //
      char* room (std::size_t size)
      {
        if (capacity_ - size_ < size)
          reserve (std::max (size_ + size, 2 * capacity_));

        return data_.get () + size_;
      }

      // So many have been written into the room.
      //
      void grow (std::size_t size) noexcept
      {
        size_ += size;
      }

      void append (const char* data, std::size_t size)
      {
        if (size == 0)
          return;

        std::memcpy (room (size), data, size);
        grow (size);
      }

      // Takes so many bytes away at the beginning.
      //
      void consume (std::size_t size) noexcept
      {
        size_ -= size;

        if (size_ != 0)
          std::memmove (data_.get (), data_.get () + size, size_);
      }

      void clear () noexcept
      {
        size_ = 0;
      }

      void swap (buffer& b) noexcept
      {
        std::swap (data_, b.data_);
        std::swap (size_, b.size_);
        std::swap (capacity_, b.capacity_);
      }

    private:
      void reserve (std::size_t capacity)
      {
        std::unique_ptr<char[]> d (new char[capacity]);

        if (size_ != 0)
          std::memcpy (d.get (), data_.get (), size_);

        data_ = std::move (d);
        capacity_ = capacity;
      }

      std::unique_ptr<char[]> data_;
      std::size_t size_ = 0;
      std::size_t capacity_ = 0;
    };
  }
}

#endif // ODB_ALKEY_REDIS_BUFFER_HXX
