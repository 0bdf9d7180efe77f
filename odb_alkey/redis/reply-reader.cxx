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
      inline bool read_number (const char*& i, const char* end,
                               std::int64_t& n)
      {
        const char* p (i);
        bool negative (p != end && *p == '-');

        if (negative)
          ++p;

        // So many digits fit. (Most numbers have two or three, so that there
        // is nothing to be gained by reading several at a time.)
        //
        const char* digits (p);
        const char* stop (end - p > 18 ? p + 18 : end);
        std::int64_t r (0);

        for (; p != stop && *p >= '0' && *p <= '9'; ++p)
          r = r * 10 + (*p - '0');

        if (end - p >= 2 && p != digits && p[0] == '\r' && p[1] == '\n')
        {
          n = negative ? -r : r;
          i = p + 2;
          return true;
        }

        if (p == end || (p != digits && *p == '\r' && end - p == 1))
          return false;

        refuse (*p >= '0' && *p <= '9' ? "a number has too many digits"
                                       : "a number is expected");
      }

      // Reads a string, or the rest of a line, likewise.
      //
      bool read_string (const char*& i, const char* base, const char* end,
                        reply_part& p)
      {
        std::int64_t n;

        if (!read_number (i, end, n))
          return false;

        // One that is not there.
        //
        if (n < 0)
          return true;

        if (end - i < n || end - i - n < 2)
          return false;

        p.what = kind::string;
        p.begin = static_cast<std::size_t> (i - base);
        p.size = static_cast<std::size_t> (n);
        i += n;

        if (i[0] != '\r' || i[1] != '\n')
          refuse ("a string has another length than announced");

        i += 2;
        return true;
      }

      bool read_line (const char*& i, const char* base, const char* end,
                      reply_part& p)
      {
        const char* e (static_cast<const char*> (
          std::memchr (i, '\n', static_cast<std::size_t> (end - i))));

        if ((e != nullptr ? e : end) - i > longest_line)
          refuse ("a line is too long");

        if (e == nullptr)
          return false;

        if (e == i || e[-1] != '\r')
          refuse ("a line ends without a carriage return");

        p.begin = static_cast<std::size_t> (i - base);
        p.size = static_cast<std::size_t> (e - 1 - i);
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
        if (!read_parts ())
          return false;
      }

      hand_over (r);
      return true;
    }

    // Reads what the innermost array still lacks, up to an array in it. False
    // if that has not arrived as a whole; it is gone on with then.
    //
    bool reply_reader::read_parts ()
    {
      const char* const base (in_.data () + begin_);
      const char* const end (in_.data () + in_.size ());
      range& r (open_.back ());

      for (const char* i (in_.data () + position_); r.begin != r.end;
           ++r.begin, position_ = static_cast<std::size_t> (i - in_.data ()))
      {
        reply_part& p (parts_[r.begin]);

        if (i == end)
          return false;

        char type (*i++);

        if (type == '$')
        {
          if (!read_string (i, base, end, p))
            return false;
        }
        else if (type == '*')
        {
          std::int64_t n;

          if (!read_number (i, end, n))
            return false;

          position_ = static_cast<std::size_t> (i - in_.data ());
          ++r.begin;
          open_array (p, n);
          return true;
        }
        else if (type == ':')
        {
          if (!read_number (i, end, p.number))
            return false;

          p.what = kind::integer;
        }
        else if (type == '+' || type == '-')
        {
          if (!read_line (i, base, end, p))
            return false;

          p.what = type == '+' ? kind::string : kind::error;
        }
        else
          refuse_type (type);
      }

      open_.pop_back ();
      return true;
    }

    void reply_reader::open_array (reply_part& p, std::int64_t n)
    {
      // One that is not there.
      //
      if (n < 0)
        return;

      if (n > most_elements || open_.size () == deepest)
        refuse ("an array is too large, or too deep");

      range r {parts_.size (), parts_.size () + static_cast<std::size_t> (n)};
      p.what = kind::array;
      p.begin = r.begin;
      p.size = r.end - r.begin;
      open_.push_back (r);
      parts_.resize (r.end);
    }

    void reply_reader::hand_over (reply& r)
    {
      // What it held before would look like what has arrived.
      //
      r.bytes_.clear ();

      if (begin_ == 0 && position_ == in_.size ())
        r.bytes_.swap (in_);
      else
        r.bytes_.append (in_.data () + begin_, position_ - begin_);

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
