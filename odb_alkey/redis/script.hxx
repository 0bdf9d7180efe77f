#ifndef ODB_ALKEY_REDIS_SCRIPT_HXX
#define ODB_ALKEY_REDIS_SCRIPT_HXX

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/reply.hxx>
#include <odb_alkey/redis/request.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // A Lua script: its name for messages, the SHA-1 of its source in 40
    // lower-case hexadecimal digits, and its source. All are literals.
    //
    struct script
    {
      const char* name;
      const char* sha1;
      const char* source;
    };

    // One or more calls of scripts that are sent together.
    //
    //   script_calls calls;
    //   request& q (calls.add (fence, 2, 1)); // two keys, then one argument
    //   q.argument (prefix, "users#1", 7);
    //   q.argument (prefix, "users#*", 7);
    //   q.argument (nonce);
    //   reply r (calls.run (c, deadline));
    //
    // One thread at a time may use it.
    //
    class script_calls
    {
    public:
      // Starts a call, and returns the request, to which the keys and then the
      // arguments have to be added, exactly so many. The script must outlive
      // this object.
      //
      request& add (const script&, std::size_t keys, std::size_t arguments);

      std::size_t size () const noexcept
      {
        return calls_.size ();
      }

      // Removes all calls and keeps the memory.
      //
      void clear () noexcept;

      // Runs the only call and returns its reply.
      //
      reply run (connection&, deadline);

      // Runs all calls and returns their replies in the same order. Calls
      // whose script the server does not know yet are sent once more with the
      // source, and so run after all others. Throws as connection does. An
      // error reply is returned like any other.
      //
      std::vector<reply> run_all (connection&, deadline);

      // The calls without the sources, to be posted. The reply may be that the
      // script is missing.
      //
      const request& evalsha () const
      {
        return request_;
      }

    private:
      // start is where the call starts in the request, and begin is where the
      // part begins that EVAL shares with EVALSHA: the number of keys, then
      // the keys and arguments.
      //
      struct call
      {
        const script* called;
        std::size_t arguments;
        std::size_t start;
        std::size_t begin;
      };

      void evaluate (std::size_t index, request&) const;

      request request_;
      std::vector<call> calls_;
    };

    // Returns true if a reply says that the server does not know the script of
    // an EVALSHA: it was restarted, its scripts were flushed, or it is new.
    //
    bool script_missing (const reply_view&);
  }
}

#endif // ODB_ALKEY_REDIS_SCRIPT_HXX
