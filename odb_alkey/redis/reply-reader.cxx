#include <odb_alkey/redis/reply-reader.hxx>

#include <cstdint>
#include <cstring>
#include <utility>

#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      typedef reply_part::kind kind;

      // What Redis says in one line is short, but what is not Redis may never
      // come to an end. An array of as many has to fit in memory all the same.
      //
      const std::ptrdiff_t longest_line (64 * 1024);
      const std::int64_t most_elements (16 * 1024 * 1024);
      const std::size_t deepest (8);

      // What is larger is not kept for the next reply.
      //
      const std::size_t largest_kept (256 * 1024);

      [[noreturn]] void refuse (const std::string& why)
      {
        throw redis_error (why);
      }

      bool printable (char c)
      {
        return c > ' ' && c < '\x7f';
      }

      [[noreturn]] void refuse_type (char c)
      {
        refuse (printable (c)
                  ? std::string ("it begins with ") + c
                  : "it begins with byte " +
                      std::to_string (static_cast<unsigned char> (c)));
      }

      // Reads a number and the end of its line. False if the line has not
      // arrived as a whole; otherwise i is behind it.
      //
      bool read_number (const char*& i, const char* end, std::int64_t& n)
      {
        // So many digits fit into 64 bits for certain.
        //
        const std::ptrdiff_t most_digits (18);

        const char* p (i);
        bool negative (p != end && *p == '-');
        std::int64_t r (0);

        if (negative)
          ++p;

        const char* digits (p);

        for (; p != end && *p >= '0' && *p <= '9'; ++p)
        {
          if (p - digits == most_digits)
            refuse ("a number has too many digits");

          r = r * 10 + (*p - '0');
        }

        if (end - p < 2)
        {
          if (p != end && *p != '\r')
            refuse ("a number is expected");

          return false;
        }

        if (p == digits || p[0] != '\r' || p[1] != '\n')
          refuse ("a number is expected");

        n = negative ? -r : r;
        i = p + 2;
        return true;
      }

      // Reads the rest of a line.
      //
      bool read_line (const char*& i, const char* end, std::size_t& size)
      {
        const char* e (static_cast<const char*> (
          std::memchr (i, '\n', static_cast<std::size_t> (end - i))));

        if ((e != nullptr ? e : end) - i > longest_line)
          refuse ("a line is too long");

        if (e == nullptr)
          return false;

        if (e == i || e[-1] != '\r')
          refuse ("a line ends without a carriage return");

        size = static_cast<std::size_t> (e - 1 - i);
        i = e + 1;
        return true;
      }
    }

    char* reply_reader::room (std::size_t size)
    {
      if (begin_ != 0 && capacity () < size)
      {
        in_.consume (begin_);
        position_ -= begin_;
        begin_ = 0;
      }

      return in_.room (size);
    }

    bool reply_reader::next (reply& r)
    {
      if (parts_.empty ())
      {
        if (empty ())
          return false;

        parts_.resize (1);
        open_.push_back (range {0, 1});
      }

      while (!open_.empty ())
      {
        std::size_t i (open_.back ().begin);

        if (i == open_.back ().end)
        {
          open_.pop_back ();
          continue;
        }

        if (!read_part (i))
          return false;

        ++open_.back ().begin;

        if (parts_[i].what == kind::array && parts_[i].size != 0)
          open_.push_back (
            range {parts_[i].begin, parts_[i].begin + parts_[i].size});
      }

      hand_over (r);
      return true;
    }

    // False if it has not arrived as a whole; it is read once more then.
    //
    bool reply_reader::read_part (std::size_t index)
    {
      const char* const base (in_.data () + begin_);
      const char* const end (in_.data () + in_.size ());
      const char* i (in_.data () + position_);
      reply_part p;
      std::int64_t n;

      if (i == end)
        return false;

      switch (char c = *i++)
      {
      case '$':
        if (!read_number (i, end, n))
          return false;

        if (n >= 0)
        {
          p.what = kind::string;
          p.begin = static_cast<std::size_t> (i - base);
          p.size = static_cast<std::size_t> (n);

          if (end - i < n || end - i - n < 2)
            return false;

          i += n;

          if (i[0] != '\r' || i[1] != '\n')
            refuse ("a string has another length than announced");

          i += 2;
        }

        break;

      case '*':
        if (!read_number (i, end, n))
          return false;

        if (n > most_elements || open_.size () == deepest)
          refuse ("an array is too large, or too deep");

        if (n >= 0)
        {
          p.what = kind::array;
          p.begin = parts_.size ();
          p.size = static_cast<std::size_t> (n);
          parts_.resize (p.begin + p.size);
        }

        break;

      case ':':
        if (!read_number (i, end, p.number))
          return false;

        p.what = kind::integer;
        break;

      case '+':
      case '-':
        p.what = c == '+' ? kind::string : kind::error;
        p.begin = static_cast<std::size_t> (i - base);

        if (!read_line (i, end, p.size))
          return false;

        break;

      default:
        refuse_type (c);
      }

      parts_[index] = p;
      position_ = static_cast<std::size_t> (i - in_.data ());
      return true;
    }

    void reply_reader::hand_over (reply& r)
    {
      if (begin_ == 0 && position_ == in_.size ())
        r.bytes_.swap (in_);
      else
      {
        r.bytes_.clear ();
        r.bytes_.append (in_.data () + begin_, position_ - begin_);
      }

      r.parts_.swap (parts_);
      parts_.clear ();
      begin_ = position_;

      if (begin_ < in_.size ())
        return;

      // Swapped, or read to its end.
      //
      if (in_.capacity () > largest_kept)
        in_ = buffer ();

      in_.clear ();
      begin_ = 0;
      position_ = 0;
    }
  }
}
