#include <odb_alkey/detail/netstrings.hxx>

#include <odb_alkey/detail/malformed.hxx>
#include <odb_alkey/support/decimal.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      void append_number (std::string& to, std::size_t n, char terminator)
      {
        support::decimal d (n);
        to.append (d.data (), d.size ());
        to += terminator;
      }
    }

    void append_netstring (std::string& to, const std::string& bytes)
    {
      append_number (to, bytes.size (), ':');
      to += bytes;
      to += ',';
    }

    void append_count (std::string& to, std::size_t count)
    {
      append_number (to, count, ';');
    }

    // No memory holds as many bytes as a number of 18 digits.
    //
    std::uint64_t netstrings::number (char terminator)
    {
      const char* const begin (bytes_.data () + at_);
      const char* const end (bytes_.data () + bytes_.size ());
      std::uint64_t n;
      const char* const i (support::read_decimal (begin, end, n));

      if (i == begin || i == end || *i != terminator ||
          (*begin == '0' && i - begin != 1))
        fail ("a list of values");

      at_ += static_cast<std::size_t> (i - begin) + 1;
      return n;
    }

    std::uint64_t netstrings::count ()
    {
      return number (';');
    }

    std::string netstrings::next ()
    {
      const std::uint64_t size (number (':'));

      if (size >= bytes_.size () - at_ ||
          bytes_[at_ + static_cast<std::size_t> (size)] != ',')
        fail ("a list of values that are as long as it says");

      const std::size_t begin (at_);
      at_ += static_cast<std::size_t> (size) + 1;
      return bytes_.substr (begin, static_cast<std::size_t> (size));
    }

    void netstrings::end () const
    {
      if (at_ != bytes_.size ())
        fail ("a list of values that ends where it says");
    }

    void netstrings::fail (const char* expected) const
    {
      malformed (expected, bytes_);
    }
  }
}
