#ifndef ODB_ALKEY_TOKENS_SCRIPT_ANSWER_HXX
#define ODB_ALKEY_TOKENS_SCRIPT_ANSWER_HXX

#include <cstddef>
#include <cstdint>
#include <string>

#include <odb_alkey/tokens/token.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // The common answer of the scripts that read or write tokens, as a pure
    // function on text:
    //
    //   epoch origin [ newline replaced " " key newline fences ]
    //
    // The epoch is the one that the call has offered, a different one each
    // time, so that it ties the answer to its call. The rest is there if it
    // tells anything: how many values had to be replaced, the Redis key of the
    // first, and fences of other commits that the script has met.
    //
    struct script_answer
    {
      tokens::origin origin;
      std::uint64_t replaced = 0;
      std::string first;
      fences others; // Points into the parsed text.
    };

    // Returns false if the text is not the answer to a call that offered this
    // epoch.
    //
    bool parse (const char* text, std::size_t size, std::uint64_t offered,
                script_answer&);
  }
}

#endif // ODB_ALKEY_TOKENS_SCRIPT_ANSWER_HXX
