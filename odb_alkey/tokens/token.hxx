#ifndef ODB_ALKEY_TOKENS_TOKEN_HXX
#define ODB_ALKEY_TOKENS_TOKEN_HXX

#include <cstddef>
#include <cstdint>
#include <string>

#include <odb_alkey/detail/stamp.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // The values that Redis holds, as pure functions on text. The grammar,
    // which must not change, is in schema/redis/README.md; the scripts beside
    // it are the only ones that write these values.
    //
    //   token   version changed fence…
    //   origin  epoch clock server past fence…
    //   past    epoch@clock,…
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
      tokens::fences fences;

      bool written_by (const std::string&) const noexcept;

      // True if whoever knows this has seen nothing that the origin does not
      // know of: the clock of that epoch has gone as far here, or had when a
      // later epoch began.
      //
      bool comes_after (const detail::stamp& known) const noexcept;
    };

    // False if the text is not a token (an origin, a list of fences). A token
    // cannot have changed after its version.
    //
    bool parse (const char* text, std::size_t size, token&) noexcept;
    bool parse (const char* text, std::size_t size, origin&) noexcept;
    bool parse (const char* text, std::size_t size, fences&) noexcept;

    // 16 lower-case hexadecimal digits.
    //
    void append_epoch (std::string& to, std::uint64_t epoch);

    // As it stands in the past of an origin: epoch@clock.
    //
    void append_stamp (std::string& to, const detail::stamp&);

    void append_number (std::string& to, std::uint64_t number);
  }
}

#endif // ODB_ALKEY_TOKENS_TOKEN_HXX
