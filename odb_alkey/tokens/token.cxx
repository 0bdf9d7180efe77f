#include <odb_alkey/tokens/token.hxx>

#include <algorithm>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      // Reads one word after another; every reader says whether the word was
      // what it should be and leaves the position behind it.
      //
      class scanner
      {
      public:
        scanner (const char* text, std::size_t size)
            : i_ (text), e_ (text + size)
        {
        }

        bool end () const noexcept
        {
          return i_ == e_;
        }

        bool character (char c) noexcept
        {
          if (i_ == e_ || *i_ != c)
            return false;
          ++i_;
          return true;
        }

        bool number (std::uint64_t& n) noexcept
        {
          const char* b (i_);

          // 16 digits hold every tick, 2^53 being about 9 * 10^15.
          //
          for (n = 0; i_ != e_ && *i_ >= '0' && *i_ <= '9' && i_ - b < 17;
               ++i_)
            n = n * 10 + static_cast<std::uint64_t> (*i_ - '0');

          return i_ != b;
        }

        bool hexadecimal (std::uint64_t& n) noexcept
        {
          const char* b (i_);

          for (n = 0; i_ != e_ && i_ - b < 16; ++i_)
          {
            if (*i_ >= '0' && *i_ <= '9')
              n = n * 16 + static_cast<std::uint64_t> (*i_ - '0');
            else if (*i_ >= 'a' && *i_ <= 'f')
              n = n * 16 + static_cast<std::uint64_t> (*i_ - 'a' + 10);
            else
              break;
          }

          return i_ - b == 16;
        }

        bool word (const char*& text, std::size_t& size) noexcept
        {
          text = i_;
          i_ = std::find (i_, e_, ' ');
          size = static_cast<std::size_t> (i_ - text);
          return size != 0;
        }

        bool fences (detail::fences& f) noexcept
        {
          while (!end ())
          {
            std::uint64_t at, nonce;

            if (!character (' ') || !number (at) || !character ('-') ||
                !number (nonce))
              return false;

            f.oldest = f.any ? std::min (f.oldest, at) : at;
            f.any = true;
          }

          return true;
        }

      private:
        const char* i_;
        const char* e_;
      };
    }

    bool origin::written_by (const std::string& server) const noexcept
    {
      return server.size () == run_id_size &&
             std::equal (server.begin (), server.end (), run_id);
    }

    bool parse (const char* text, std::size_t size, token& r) noexcept
    {
      scanner s (text, size);
      token t;

      if (!s.number (t.version) || !s.character (' ') ||
          !s.number (t.changed) || !s.fences (t.fences))
        return false;

      r = t;
      return true;
    }

    bool parse (const char* text, std::size_t size, origin& r) noexcept
    {
      scanner s (text, size);
      origin o;

      if (!s.hexadecimal (o.now.epoch) || !s.character (' ') ||
          !s.number (o.now.clock) || !s.character (' ') ||
          !s.word (o.run_id, o.run_id_size) || !s.fences (o.fences))
        return false;

      r = o;
      return true;
    }

    void append_epoch (std::string& to, std::uint64_t epoch)
    {
      for (int shift (60); shift >= 0; shift -= 4)
        to += "0123456789abcdef"[(epoch >> shift) & 15];
    }

    void append_number (std::string& to, std::uint64_t number)
    {
      char digits[20];
      char* e (digits + sizeof (digits));
      char* i (e);

      do
        *--i = static_cast<char> ('0' + number % 10);
      while ((number /= 10) != 0);

      to.append (i, e);
    }
  }
}
