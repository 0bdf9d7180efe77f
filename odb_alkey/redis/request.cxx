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

    void request::header (char type, std::uint64_t number)
    {
      decimal d (number);
      char line[1 + 20 + 2];
      char* e (line);

      *e++ = type;
      e = std::copy (d.data (), d.data () + d.size (), e);
      *e++ = '\r';
      *e++ = '\n';
      bytes_.append (line, e);
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
      decimal d (n);
      argument (d.data (), d.size ());
    }

    void request::argument (const std::string& prefix, const char* data,
                            std::size_t size)
    {
      assert (missing_ != 0);

      // Keys are many and short: they go in at once.
      //
      decimal d (prefix.size () + size);
      std::size_t end (bytes_.size ());
      bytes_.resize (end + 1 + d.size () + 2 + prefix.size () + size + 2);

      char* i (&bytes_[end]);
      *i++ = '$';
      i = std::copy_n (d.data (), d.size (), i);
      *i++ = '\r';
      *i++ = '\n';
      i = std::copy_n (prefix.data (), prefix.size (), i);
      i = std::copy_n (data, size, i);
      *i++ = '\r';
      *i++ = '\n';
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
