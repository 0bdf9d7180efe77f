#ifndef ODB_ALKEY_DECIMAL_HXX
#define ODB_ALKEY_DECIMAL_HXX

#include <cstddef>
#include <cstdint>

namespace odb_alkey
{
  namespace detail
  {
    // The decimal digits of a number, without a locale or an allocation.
    //
    class decimal
    {
    public:
      // Two at a time, since dividing is what takes the time.
      //
      explicit decimal (std::uint64_t n) noexcept
          : begin_ (buffer_ + sizeof (buffer_))
      {
        for (; n > 9; n /= 100)
        {
          std::uint64_t two (n % 100);
          *--begin_ = static_cast<char> ('0' + two % 10);
          *--begin_ = static_cast<char> ('0' + two / 10);
        }

        if (n != 0 || begin_ == buffer_ + sizeof (buffer_))
          *--begin_ = static_cast<char> ('0' + n);
      }

      decimal (const decimal&) = delete;
      decimal& operator= (const decimal&) = delete;

      const char* data () const noexcept
      {
        return begin_;
      }

      std::size_t size () const noexcept
      {
        return static_cast<std::size_t> (buffer_ + sizeof (buffer_) - begin_);
      }

    private:
      char buffer_[20];
      char* begin_;
    };
  }
}

#endif // ODB_ALKEY_DECIMAL_HXX
