#include <odb_alkey/tokens/token.hxx>

#include <algorithm>
#include <cstring>

#include <odb_alkey/support/decimal.hxx>
#include <odb_alkey/support/hexadecimal.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    namespace
    {
      // The scripts write no longer past.
      //
      const std::size_t longest_past (8 * 34);

      // Reads one word after another. Each function returns false if the next
      // word is not of its kind, and otherwise goes on behind the word.
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

        // Every tick has 16 digits at most, since 2^53 is about 9 * 10^15, and
        // a key has no room for more.
        //
        bool number (std::uint64_t& n, std::ptrdiff_t digits = 16) noexcept
        {
          const char* i (i_);
          i_ = support::read_decimal (i, e_, n);
          return i_ != i && i_ - i <= digits;
        }

        bool hexadecimal (std::uint64_t& n) noexcept
        {
          const char* i (i_);
          std::uint64_t r (0);

          for (; i != e_ && i - i_ < 16; ++i)
          {
            int digit (support::hexadecimal_value (*i));

            if (digit < 0 || (*i >= 'A' && *i <= 'F'))
              return false;

            r = r * 16 + static_cast<std::uint64_t> (digit);
          }

          bool whole (i - i_ == 16);
          i_ = i;
          n = r;
          return whole;
        }

        // Reads up to the next space or the end.
        //
        bool word (const char*& text, std::size_t& size) noexcept
        {
          text = i_;
          const void* space (
            std::memchr (i_, ' ', static_cast<std::size_t> (e_ - i_)));
          i_ = space != nullptr ? static_cast<const char*> (space) : e_;
          size = static_cast<std::size_t> (i_ - text);
          return size != 0;
        }

        // Reads a word of the characters that a past consists of.
        //
        bool past (const char*& text, std::size_t& size) noexcept
        {
          if (!word (text, size) || size > longest_past)
            return false;

          return std::all_of (text, text + size,
                              [] (char c)
                              {
                                return (c >= '0' && c <= '9') ||
                                       (c >= 'a' && c <= 'f') || c == '@' ||
                                       c == ',' || c == '-';
                              });
        }

        // Reads the list of near tables, if there is one.
        //
        bool near (near_list& l) noexcept
        {
          if (e_ - i_ < 2 || i_[0] != ' ' || i_[1] != '=')
            return true;

          const char* text;
          std::size_t size;
          i_ += 2;

          return word (text, size) && near_list::parse (text, size, l);
        }

        bool fences (tokens::fences& f) noexcept
        {
          f.text = i_;
          f.size = static_cast<std::size_t> (e_ - i_);

          while (!end ())
          {
            std::uint64_t at, nonce, lasting;

            if (!character (' ') || !number (at) || !character ('-') ||
                !number (nonce) || !character ('-') || !number (lasting, 9))
              return false;

            f.newest = std::max (f.newest, at);
          }

          return true;
        }

      private:
        const char* i_;
        const char* e_;
      };
    }

    bool origin::written_by (const std::string& s) const noexcept
    {
      return s.size () == server_size &&
             std::memcmp (s.data (), server, server_size) == 0;
    }

    bool origin::comes_after (const detail::stamp& known) const noexcept
    {
      if (known.epoch == now.epoch || known == detail::stamp ())
        return now.clock >= known.clock;

      char name[17];
      support::write_hexadecimal (name, known.epoch);
      name[16] = '@';

      const char* const end (past + past_size);
      const char* i (std::search (past, end, name, name + sizeof (name)));

      if (i == end)
        return false;

      i += sizeof (name);
      scanner s (i, static_cast<std::size_t> (end - i));
      detail::tick seen;
      return s.number (seen) && seen >= known.clock;
    }

    bool parse (const char* text, std::size_t size, token& r) noexcept
    {
      scanner s (text, size);
      token t;

      if (!s.number (t.version) || !s.character (' ') ||
          !s.number (t.changed) || t.changed > t.version ||
          !s.fences (t.fences))
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
          !s.word (o.server, o.server_size) || !s.character (' ') ||
          !s.past (o.past, o.past_size) || !s.near (o.near) ||
          !s.fences (o.fences))
        return false;

      r = o;
      return true;
    }

    bool parse (const char* text, std::size_t size, fences& r) noexcept
    {
      scanner s (text, size);
      fences f;

      if (!s.fences (f))
        return false;

      r = f;
      return true;
    }

    void append_epoch (std::string& to, std::uint64_t epoch)
    {
      char digits[16];
      support::write_hexadecimal (digits, epoch);
      to.append (digits, sizeof (digits));
    }

    void append_stamp (std::string& to, const detail::stamp& s)
    {
      append_epoch (to, s.epoch);
      to += '@';
      append_number (to, s.clock);
    }

    void append_number (std::string& to, std::uint64_t number)
    {
      support::decimal d (number);
      to.append (d.data (), d.size ());
    }
  }
}
