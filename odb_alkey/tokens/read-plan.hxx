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

    // Knows which Redis keys have to be read for some identifiers, and makes a
    // reading of their values. Used by one read.
    //
    // A row has changed if its own token, the sweep of its table or the sweep
    // of every table has, hence these are read with it.
    //
    class read_plan
    {
    public:
      read_plan (const std::vector<detail::identifier_view>&,
                 const std::string& prefix);

      // Writes one MGET of all keys, with the extra keys, if any, at the end.
      //
      void encode (redis::request&, const extra_keys*);

      // Does the same without extra keys, for a node of a cluster. The MGET
      // also names a key that never exists, so that the node refuses it
      // (TRYAGAIN) while the slot is being moved. Scripts that write fail
      // then, since they name keys that may not exist; so no process may make
      // keys meanwhile.
      //
      void encode_for_cluster (redis::request&);

      // Moves the origin in the request behind as many of the following keys
      // as the number says, modulo four, or less if there are fewer keys. So
      // replies to successive requests have the origin in different places,
      // and a reply that belongs to another request is noticed.
      //
      void place_origin (redis::request&, std::uint64_t number);

      // incomplete: the script has to be called, because a token is missing, a
      // fence is over, or the origin is of another server or does not come
      // after the clock that was known. unconfirmed: the script only has to
      // look at an origin that is new to this process.
      //
      enum class state
      {
        complete,
        unconfirmed,
        incomplete
      };

      // Makes a reading of the reply of a server, and appends the fences that
      // are over. before is the clock that was known when the request was
      // sent. Throws redis::out_of_step if the reply belongs to another
      // request.
      //
      state decode (const redis::reply_view&, const std::string& server,
                    clock&, const detail::stamp& before, detail::tick timeout,
                    fence_watch&, std::string& over, reading&) const;

      // Takes the values of the extra keys.
      //
      void decode_values (redis::reply&&, extra_values&) const;

      // The identifiers of one call of the script, which is called for each
      // chunk. encode () writes the keys, and the caller the arguments.
      //
      struct chunk
      {
        std::size_t begin;
        std::size_t end;
      };

      std::vector<chunk> chunks () const;
      std::size_t keys (const chunk&) const;
      void encode (redis::request&, const chunk&) const;

      // Makes a reading of the tokens that the script returned, and returns
      // its answer. Throws redis_error if the reply cannot be that of the
      // script.
      //
      script_answer decode (const chunk&, const redis::reply_view&,
                            std::uint64_t offered, reading&) const;

    private:
      void encode (redis::request&, std::size_t others);
      void wildcards (redis::request&, const char* suffix) const;
      std::size_t find_table (const detail::identifier_view&);
      redis::reply_view at (const redis::reply_view& reply,
                            std::size_t index) const;
      void check_step (const redis::reply_view& reply) const;
      void combine (std::size_t index, const token&,
                    const std::vector<token>& sweeps, reading&) const;
      void lease (const near_list&, reading&) const;

      static const std::size_t none = static_cast<std::size_t> (-1);

      const std::vector<detail::identifier_view>& identifiers_;
      const std::string& prefix_;

      // The distinct tables, each as its first identifier, and the index of
      // its table for each identifier.
      //
      detail::recycled<std::vector<detail::identifier_view>, read_plan>
        tables_;
      detail::recycled<std::vector<std::size_t>, read_plan> table_of_;

      std::size_t others_ = 0;

      // How far the origin can be moved, how far it is moved now, and
      // positions in the request: where the argument of the origin begins and
      // ends when it is not moved, and where those end that it can be moved
      // behind.
      //
      static const std::size_t most_turns = 3;
      std::size_t turns_ = 0;
      std::size_t position_ = 0;
      std::size_t marks_[2 + most_turns];
    };
  }
}

#endif // ODB_ALKEY_TOKENS_READ_PLAN_HXX
