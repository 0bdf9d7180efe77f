#include <odb_alkey/redis/request.hxx>

#include <algorithm>
#include <cassert>
#include <cstring>

#include <odb_alkey/decimal.hxx>

namespace odb_alkey
{
  namespace redis
  {
    using detail::decimal;

    namespace
    {
      // What precedes an argument or a command: its type, a number, and the
      // end of the line.
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

      char* write_header (char* to, char type, std::uint64_t number)
      {
        *to++ = type;

        // Most have one digit or two.
        //
        if (number < 100)
        {
          if (number > 9)
            *to++ = static_cast<char> ('0' + number / 10);

          *to++ = static_cast<char> ('0' + number % 10);
        }
        else
        {
          decimal d (number);
          to = write (to, d.data (), d.size ());
        }

        return write_end (to);
      }
    }

    // Where to write a part of at most this size, headers not counted.
    //
    char* request::start (std::size_t size)
    {
      return bytes_.room (header_size + size + 2);
    }

    void request::finish (char* end) noexcept
    {
      bytes_.grow (
        static_cast<std::size_t> (end - (bytes_.data () + bytes_.size ())));
    }

    void request::command (std::size_t argc)
    {
      assert (complete () && argc != 0);

      finish (write_header (start (0), '*', argc));
      ++commands_;
      missing_ = argc;
    }

    void request::argument (const char* data, std::size_t size)
    {
      assert (missing_ != 0);

      char* i (write_header (start (size), '$', size));
      finish (write_end (write (i, data, size)));
      --missing_;
    }

    void request::argument (const std::string& s)
    {
      argument (s.data (), s.size ());
    }

    void request::argument (const char* s)
    {
      argument (s, std::strlen (s));
    }

    void request::argument (std::uint64_t n)
    {
      decimal d (n);
      argument (d.data (), d.size ());
    }

    void request::argument (const std::string& prefix, const char* data,
                            std::size_t size)
    {
      assert (missing_ != 0);

      std::size_t n (prefix.size () + size);
      char* i (write_header (start (n), '$', n));
      i = write (i, prefix.data (), prefix.size ());
      finish (write_end (write (i, data, size)));
      --missing_;
    }

    void request::argument (const std::string& prefix, const char* data,
                            std::size_t size, char suffix)
    {
      assert (missing_ != 0);

      std::size_t n (prefix.size () + size + 1);
      char* i (write_header (start (n), '$', n));
      i = write (i, prefix.data (), prefix.size ());
      i = write (i, data, size);
      *i++ = suffix;
      finish (write_end (i));
      --missing_;
    }

    void request::encoded (std::size_t count, const char* data,
                           std::size_t size)
    {
      assert (missing_ >= count);

      bytes_.append (data, size);
      missing_ -= count;
    }

    std::size_t request::commands () const
    {
      return commands_;
    }

    bool request::complete () const
    {
      return missing_ == 0;
    }

    void request::clear ()
    {
      bytes_.clear ();
      commands_ = 0;
      missing_ = 0;
    }
  }
}
