#include <tests/support/proxy-flow.hxx>

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace tests
{
  namespace proxying
  {
    namespace
    {
      // The end of a record of TLS: type, version 3.x, and size.
      //
      bool record_end (const std::string& s, std::size_t begin,
                       std::size_t& end)
      {
        auto byte = [&] (std::size_t i)
        {
          return static_cast<unsigned char> (s[begin + i]);
        };

        if (begin == s.size () || byte (0) < 0x14 || byte (0) > 0x17)
          return false;

        end = std::string::npos;

        if (s.size () - begin >= 5)
          end = begin + 5 + byte (3) * 256u + byte (4);

        if (end > s.size ())
          end = std::string::npos;

        return true;
      }
    }

    std::size_t resp_end (const std::string& s, std::size_t p)
    {
      std::size_t end;

      if (record_end (s, p, end))
        return end;

      for (std::size_t values (1); values != 0; --values)
      {
        std::size_t line (s.find ("\r\n", p));

        if (line == std::string::npos)
          return line;

        char type (s[p]);
        long number (std::strtol (s.c_str () + p + 1, nullptr, 10));
        std::size_t n (number > 0 ? static_cast<std::size_t> (number) : 0);
        p = line + 2;

        if (type == '*')
          values += n;

        // A text of no bytes has a line, one that is nil has not.
        //
        else if (type == '$' && number >= 0)
          p += n + 2;

        if (p > s.size ())
          return std::string::npos;
      }

      return p;
    }

    std::size_t flow::receive (int fd, instant now)
    {
      char buffer[65536];
      ssize_t n (recv (fd, buffer, sizeof (buffer), MSG_DONTWAIT));

      if (n > 0)
      {
        std::size_t size (static_cast<std::size_t> (n));
        received_.push_back ({now, std::string (buffer, size)});
        received_size_ += size;
        return size;
      }

      ended_ = n == 0 || (errno != EAGAIN && errno != EINTR);
      return 0;
    }

    bool flow::admit (instant until, instant& left)
    {
      for (; !received_.empty (); received_.pop_front ())
      {
        const chunk& c (received_.front ());

        if (c.received > until)
        {
          left = c.received;
          return true;
        }

        received_size_ -= c.bytes.size ();
        admitted_ += c.bytes;
      }

      return false;
    }

    std::size_t flow::next () const
    {
      std::size_t end (resp_end (admitted_, 0));

      if (end != std::string::npos)
        return end;

      return ended_ && received_.empty () ? admitted_.size () : 0;
    }

    bool flow::next_contains (const std::string& text) const
    {
      std::size_t p (admitted_.find (text));
      return p != std::string::npos && p + text.size () <= next ();
    }

    void flow::pass ()
    {
      std::size_t n (next ());
      last_ = admitted_.substr (0, n);
      ready_ += last_;
      admitted_.erase (0, n);
    }

    void flow::repeat (unsigned times)
    {
      for (; times != 0; --times)
        ready_ += last_;
    }

    std::size_t flow::send (int fd, std::size_t most)
    {
      std::size_t sent (0);
      most = std::min (most, ready_.size ());
      blocked_ = false;

      while (sent != most && !blocked_ && !refused_)
      {
        ssize_t n (::send (fd, ready_.data () + sent, most - sent,
                           MSG_NOSIGNAL | MSG_DONTWAIT));

        if (n > 0)
          sent += static_cast<std::size_t> (n);
        else if (errno == EAGAIN || errno == EINPROGRESS)
          blocked_ = true;
        else if (errno != EINTR)
          refused_ = true;
      }

      ready_.erase (0, sent);

      if (refused_)
        drop ();

      return sent;
    }

    bool flow::drop ()
    {
      bool any (kept () != 0);
      received_.clear ();
      received_size_ = 0;
      admitted_.clear ();
      ready_.clear ();
      blocked_ = false;
      return any;
    }
  }
}
