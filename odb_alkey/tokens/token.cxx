#include <odb_alkey/tokens/token.hxx>

#include <algorithm>
#include <cstring>

#include <odb_alkey/decimal.hxx>
#include <odb_alkey/hexadecimal.hxx>

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
          // 16 digits hold every tick, 2^53 being about 9 * 10^15, and a key
          // has no room for more.
          //
          const char* i (i_);
          i_ = read_decimal (i, e_, n);
          return i_ != i && i_ - i <= 16;
        }

        bool hexadecimal (std::uint64_t& n) noexcept
        {
          const char* i (i_);
          std::uint64_t r (0);

          for (; i != e_ && i - i_ < 16; ++i)
          {
            if (*i >= '0' && *i <= '9')
              r = r * 16 + static_cast<std::uint64_t> (*i - '0');
            else if (*i >= 'a' && *i <= 'f')
              r = r * 16 + static_cast<std::uint64_t> (*i - 'a' + 10);
            else
              return false;
          }

          bool whole (i - i_ == 16);
          i_ = i;
          n = r;
          return whole;
        }

        bool word (const char*& text, std::size_t& size) noexcept
        {
          text = i_;
          const void* space (
            std::memchr (i_, ' ', static_cast<std::size_t> (e_ - i_)));
          i_ = space != nullptr ? static_cast<const char*> (space) : e_;
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
             std::memcmp (server.data (), run_id, run_id_size) == 0;
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
      char digits[16];
      write_hexadecimal (digits, epoch);
      to.append (digits, sizeof (digits));
    }

    void append_number (std::string& to, std::uint64_t number)
    {
      decimal d (number);
      to.append (d.data (), d.size ());
    }
  }
}
