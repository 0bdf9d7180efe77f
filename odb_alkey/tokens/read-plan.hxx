#ifndef ODB_ALKEY_TOKENS_READ_PLAN_HXX
#define ODB_ALKEY_TOKENS_READ_PLAN_HXX

#include <cstddef>
#include <string>
#include <vector>

#include <odb_alkey/redis/reply.hxx>
#include <odb_alkey/redis/request.hxx>
#include <odb_alkey/redis/script.hxx>
#include <odb_alkey/reused.hxx>
#include <odb_alkey/tokens/token-store.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Which Redis keys have to be read for some identifiers, and what their
    // values say together. Used by one read.
    //
    // A row counts as changed when its own token, the sweep of its table or
    // the sweep of every table says so, hence these are read with it.
    //
    class token_store::read_plan
    {
    public:
      read_plan (const std::vector<identifier_view>&,
                 const std::string& prefix);

      // One MGET of everything, and of other keys, if any, at its end.
      //
      void encode (redis::request&, const other_keys*);

      // Takes the reply in. False if a token is missing or a fence is overdue
      // or the origin is not of this server, so that the script is needed.
      //
      bool decode (const redis::value&, const std::string& run_id, clock&,
                   tick timeout, reading&) const;

      // The values under the other keys.
      //
      void decode_values (redis::reply&&, stored_values&) const;

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
      void encode (redis::script_calls&, const chunk&) const;

      // Takes in what the script returned. Throws redis_error if it is not
      // what the script returns.
      //
      void decode (const chunk&, const redis::value&, clock&, reading&) const;

    private:
      template <typename To>
      void wildcards (To&, char) const;
      std::size_t find_table (const identifier_view&);
      void combine (std::size_t index, const token&,
                    const std::vector<token>& sweeps, reading&) const;

      static const std::size_t none = static_cast<std::size_t> (-1);

      const std::vector<identifier_view>& identifiers_;
      const std::string& prefix_;

      // The distinct tables, each by the first identifier that is of it, and
      // for each identifier which one is its.
      //
      reused<std::vector<identifier_view>, read_plan> tables_;
      reused<std::vector<std::size_t>, read_plan> table_of_;

      std::size_t others_ = 0;
    };
  }
}

#endif // ODB_ALKEY_TOKENS_READ_PLAN_HXX
