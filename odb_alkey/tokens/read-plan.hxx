#ifndef ODB_ALKEY_TOKENS_READ_PLAN_HXX
#define ODB_ALKEY_TOKENS_READ_PLAN_HXX

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/recycled.hxx>
#include <odb_alkey/redis/reply.hxx>
#include <odb_alkey/redis/request.hxx>
#include <odb_alkey/tokens/reading.hxx>
#include <odb_alkey/tokens/script-answer.hxx>
#include <odb_alkey/tokens/token.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    class clock;
    class extra_keys;
    class extra_values;
    class fence_watch;

    // Which Redis keys have to be read for some identifiers, and what their
    // values say together. Used by one read.
    //
    // A row counts as changed when its own token, the sweep of its table or
    // the sweep of every table says so, hence these are read with it.
    //
    class read_plan
    {
    public:
      read_plan (const std::vector<detail::identifier_view>&,
                 const std::string& prefix);

      // One MGET of everything, and of other keys, if any, at its end.
      //
      void encode (redis::request&, const extra_keys*);

      // Puts the origin behind so many of the keys that follow it, modulo
      // what there are of these among the first four. So replies to requests
      // with successive numbers differ, and what is not to this one shows.
      //
      void place_origin (redis::request&, std::uint64_t number);

      // Incomplete if a token is missing, or a fence is over, or the origin is
      // not of this server or does not come after what was known, so that the
      // script is needed; unconfirmed if it only has to look at an origin that
      // this process does not know yet.
      //
      enum class state
      {
        complete,
        unconfirmed,
        incomplete
      };

      // Takes the reply of a server in, and appends the fences that are over.
      // before is what was known when the request was sent. Throws
      // redis::out_of_step if it is the reply to something else.
      //
      state decode (const redis::reply_view&, const std::string& server,
                    clock&, const detail::stamp& before, detail::tick timeout,
                    fence_watch&, std::string& over, reading&) const;

      // The values under the other keys.
      //
      void decode_values (redis::reply&&, extra_values&) const;

      // The script's calls, each for some of the identifiers, with their
      // keys; the arguments are left to the caller.
      //
      struct chunk
      {
        std::size_t begin;
        std::size_t end;
      };

      std::vector<chunk> chunks () const;
      std::size_t keys (const chunk&) const;
      void encode (redis::request&, const chunk&) const;

      // Takes in what the script returned, but for its answer, which it
      // returns. Throws redis_error if it is not what the script returns.
      //
      script_answer decode (const chunk&, const redis::reply_view&,
                            std::uint64_t offered, reading&) const;

    private:
      void wildcards (redis::request&, const char* suffix) const;
      std::size_t find_table (const detail::identifier_view&);
      redis::reply_view at (const redis::reply_view& reply,
                            std::size_t index) const;
      void check_step (const redis::reply_view& reply) const;
      void combine (std::size_t index, const token&,
                    const std::vector<token>& sweeps, reading&) const;

      static const std::size_t none = static_cast<std::size_t> (-1);

      const std::vector<detail::identifier_view>& identifiers_;
      const std::string& prefix_;

      // The distinct tables, each by the first identifier that is of it, and
      // for each identifier which one is its.
      //
      detail::recycled<std::vector<detail::identifier_view>, read_plan>
        tables_;
      detail::recycled<std::vector<std::size_t>, read_plan> table_of_;

      std::size_t others_ = 0;

      // How far the origin can be moved, where it is, where its argument
      // begins and ends in the request, and where those that it can be moved
      // behind end.
      //
      static const std::size_t most_turns = 3;
      std::size_t turns_ = 0;
      std::size_t position_ = 0;
      std::size_t marks_[2 + most_turns];
    };
  }
}

#endif // ODB_ALKEY_TOKENS_READ_PLAN_HXX
