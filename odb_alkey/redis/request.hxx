#ifndef ODB_ALKEY_REDIS_REQUEST_HXX
#define ODB_ALKEY_REDIS_REQUEST_HXX

#include <cstddef>
#include <cstdint>
#include <string>

#include <odb_alkey/redis/buffer.hxx>
#include <odb_alkey/reused.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // One or more commands, encoded for Redis (an array of bulk strings each,
    // https://redis.io/docs/reference/protocol-spec/) in one buffer: they go
    // out in one write, and any byte may stand in an argument.
    //
    //   request r;
    //   r.command (2);
    //   r.argument ("GET");
    //   r.argument ("alkey:", id.data (), id.size ());
    //   c.send (r, deadline);
    //   r.clear (); // the next one reuses the memory
    //
    // It can be moved, and not be changed by two threads at a time.
    //
    class request
    {
    public:
      // Starts a command of argc arguments, its name being the first. Exactly
      // that many have to follow.
      //
      void command (std::size_t argc);

      void argument (const char* data, std::size_t size);
      void argument (const std::string&);
      void argument (const char*);

      // A number, in decimal.
      //
      void argument (std::uint64_t);

      // One argument: the prefix, then the data, then the suffix.
      //
      void argument (const std::string& prefix, const char* data,
                     std::size_t size);
      void argument (const std::string& prefix, const char* data,
                     std::size_t size, char suffix);

      // count arguments that another request has encoded already.
      //
      void encoded (std::size_t count, const char* data, std::size_t size);

      std::size_t commands () const;

      // True if every command has all its arguments.
      //
      bool complete () const;

      // As it is sent.
      //
      const char* data () const noexcept
      {
        return bytes_.data ();
      }

      std::size_t size () const noexcept
      {
        return bytes_.size ();
      }

      // Takes all commands away and keeps the memory.
      //
      void clear ();

    private:
      char* start (std::size_t size);
      void finish (char* end) noexcept;

      detail::reused<buffer, request> bytes_;
      std::size_t commands_ = 0;
      std::size_t missing_ = 0;
    };
  }
}

#endif // ODB_ALKEY_REDIS_REQUEST_HXX
