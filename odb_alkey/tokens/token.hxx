#ifndef ODB_ALKEY_TOKENS_TOKEN_HXX
#define ODB_ALKEY_TOKENS_TOKEN_HXX

#include <cstddef>
#include <cstdint>
#include <string>

#include <odb_alkey/detail/stamp.hxx>
#include <odb_alkey/tokens/near-list.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // Pure functions on the text of tokens and of the origin. The grammar,
    // which must not change, is in schema/redis/README.md. The scripts there
    // are the only writers of these values.
    //
    //   token   version changed fence…
    //   origin  epoch clock server past =near fence…
    //   past    epoch@clock,…
    //   near    table:milliseconds,…
    //   fence   tick-nonce-milliseconds
    //

    // The fences of a token or of the origin, as they stand: each with a space
    // before it. Points into the parsed text.
    //
    struct fences
    {
      const char* text = nullptr;
      std::size_t size = 0;
      detail::tick newest = 0;

      bool any () const noexcept
      {
        return size != 0;
      }
    };

    struct token
    {
      detail::tick version = 0;
      detail::tick changed = 0;
      tokens::fences fences;
    };

    // Points into the parsed text.
    //
    struct origin
    {
      detail::stamp now;
      const char* server = nullptr;
      std::size_t server_size = 0;
      const char* past = nullptr;
      std::size_t past_size = 0;
      near_list near;
      tokens::fences fences;

      bool written_by (const std::string&) const noexcept;

      // Returns true if the origin knows of all commits that a process with
      // this stamp has seen: it has the same epoch and the clock has gone as
      // far, or the clock of that epoch had when a later one began.
      //
      bool comes_after (const detail::stamp& known) const noexcept;
    };

    // Return false if the text is not a token (an origin, a list of fences). A
    // token cannot have changed after its version.
    //
    bool parse (const char* text, std::size_t size, token&) noexcept;
    bool parse (const char* text, std::size_t size, origin&) noexcept;
    bool parse (const char* text, std::size_t size, fences&) noexcept;

    // Appends the 16 lower-case hexadecimal digits of an epoch.
    //
    void append_epoch (std::string& to, std::uint64_t epoch);

    // Appends epoch@clock, as in the past of an origin.
    //
    void append_stamp (std::string& to, const detail::stamp&);

    void append_number (std::string& to, std::uint64_t number);
  }
}

#endif // ODB_ALKEY_TOKENS_TOKEN_HXX
