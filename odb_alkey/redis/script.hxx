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
    // lower case hexadecimal digits, and its source. Constants.
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
    // A value; not to be used by two threads at a time.
    //
    class script_calls
    {
    public:
      // Starts a call, and returns the request to which exactly keys +
      // arguments arguments have to be added, the keys first. The script must
      // outlive this.
      //
      request& add (const script&, std::size_t keys, std::size_t arguments);

      std::size_t size () const noexcept
      {
        return calls_.size ();
      }

      // Takes all calls away and keeps the memory.
      //
      void clear () noexcept;

      // Runs the only call and returns its reply.
      //
      reply run (connection&, deadline);

      // Runs all calls and returns their replies in the same order. Those
      // whose script the server does not know yet are sent once more with the
      // source, and so come after all others. What throws, and when, is as of
      // connection; an error reply is returned like any other.
      //
      std::vector<reply> run_all (connection&, deadline);

      // The calls as they are sent at first, to be posted: then the answer
      // may be that the script is missing.
      //
      const request& evalsha () const
      {
        return request_;
      }

    private:
      // Where a call starts in the request, and where what EVAL shares with
      // EVALSHA begins: the number of keys, then the arguments.
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

    // True if a reply says that the server does not know the script of an
    // EVALSHA: it was restarted, its scripts were flushed, or it is new.
    //
    bool script_missing (const reply_view&);
  }
}

#endif // ODB_ALKEY_REDIS_SCRIPT_HXX
