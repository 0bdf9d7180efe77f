#include <odb_alkey/redis/request.hxx>

#include <algorithm>
#include <cassert>

#include <odb_alkey/support/decimal.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      // The longest header of an argument or a command: its type, a number,
      // and the end of the line.
      //
      const std::size_t header_size (1 + 20 + 2);

      char* write (char* to, const char* data, std::size_t size)
      {
        return std::copy_n (data, size, to);
      }

      char* write_end (char* to)
      {
        *to++ = '\r';
        *to++ = '\n';
        return to;
      }

      char* write_header (char* to, char type, std::uint64_t n)
      {
        *to++ = type;

        // Most numbers have one digit or two.
        //
        if (n < 100)
        {
          if (n > 9)
            *to++ = static_cast<char> ('0' + n / 10);

          *to++ = static_cast<char> ('0' + n % 10);
        }
        else
        {
          support::decimal d (n);
          to = write (to, d.data (), d.size ());
        }

        return write_end (to);
      }
    }

    char* request::room (std::size_t n)
    {
      if (bytes_.size () - size_ < n)
        bytes_.resize (std::max (size_ + n, 2 * size_ + 256));

      return bytes_.data () + size_;
    }

    void request::grow (const char* end) noexcept
    {
      size_ = static_cast<std::size_t> (end - bytes_.data ());
    }

    void request::command (std::size_t argc)
    {
      assert (complete () && argc != 0);

      grow (write_header (room (header_size), '*', argc));
      ++commands_;
      missing_ = argc;
      argc_ = argc;
      expect (0);
    }

    void request::expect (std::size_t bytes, std::size_t elements) noexcept
    {
      limits_.elements = std::max (limits_.elements, argc_ + elements);
      limits_.bytes =
        std::max (limits_.bytes, 1024 * 1024 + 1024 * argc_ + bytes);
    }

    void request::argument (std::uint64_t n)
    {
      support::decimal d (n);
      argument (d.data (), d.size ());
    }

    void request::argument (const std::string& prefix, const char* data,
                            std::size_t size, const char* suffix)
    {
      assert (missing_ != 0);

      std::size_t more (std::strlen (suffix));
      std::size_t n (prefix.size () + size + more);
      char* i (write_header (room (header_size + n + 2), '$', n));
      i = write (i, prefix.data (), prefix.size ());
      i = write (i, data, size);
      grow (write_end (write (i, suffix, more)));
      --missing_;
    }

    void request::encoded (std::size_t count, const char* data,
                           std::size_t size)
    {
      assert (missing_ >= count);

      grow (write (room (size), data, size));
      missing_ -= count;
    }

    void request::clear () noexcept
    {
      size_ = 0;
      commands_ = 0;
      missing_ = 0;
      limits_ = reply_limits {0, 0};
    }

    void request::rotate (std::size_t first, std::size_t middle,
                          std::size_t last)
    {
      assert (first <= middle && middle <= last && last <= size_);

      char* b (bytes_.data ());
      char kept[128];
      std::size_t size (middle - first);

      // Most are short, and this is several times as fast for them.
      //
      if (size > sizeof (kept))
      {
        std::rotate (b + first, b + middle, b + last);
        return;
      }

      std::memcpy (kept, b + first, size);
      std::memmove (b + first, b + middle, last - middle);
      std::memcpy (b + last - size, kept, size);
    }
  }
}
