#include <odb_alkey/redis/request.hxx>

#include <cassert>
#include <cstring>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      // The decimal digits of a number, without a locale or an allocation.
      //
      class digits
      {
      public:
        explicit digits (std::uint64_t n): begin_ (buffer_ + sizeof (buffer_))
        {
          do
          {
            *--begin_ = static_cast<char> ('0' + n % 10);
            n /= 10;
          } while (n != 0);
        }

        const char* data () const
        {
          return begin_;
        }

        std::size_t size () const
        {
          return static_cast<std::size_t> (buffer_ + sizeof (buffer_) -
                                           begin_);
        }

      private:
        char buffer_[20];
        char* begin_;
      };
    }

    void request::header (char type, std::uint64_t number)
    {
      digits d (number);
      bytes_ += type;
      bytes_.append (d.data (), d.size ());
      bytes_.append ("\r\n", 2);
    }

    void request::command (std::size_t argc)
    {
      assert (complete () && argc != 0);

      header ('*', argc);
      ++commands_;
      missing_ = argc;
    }

    void request::argument (const char* data, std::size_t size)
    {
      assert (missing_ != 0);

      header ('$', size);
      bytes_.append (data, size);
      bytes_.append ("\r\n", 2);
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
      digits d (n);
      argument (d.data (), d.size ());
    }

    void request::argument (const std::string& prefix, const char* data,
                            std::size_t size)
    {
      assert (missing_ != 0);

      header ('$', prefix.size () + size);
      bytes_ += prefix;
      bytes_.append (data, size);
      bytes_.append ("\r\n", 2);
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

    const std::string& request::bytes () const
    {
      return bytes_;
    }

    void request::clear ()
    {
      bytes_.clear ();
      commands_ = 0;
      missing_ = 0;
    }
  }
}
