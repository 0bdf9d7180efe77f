#ifndef ODB_ALKEY_REDIS_REQUEST_HXX
#define ODB_ALKEY_REDIS_REQUEST_HXX

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <odb_alkey/detail/recycled.hxx>
#include <odb_alkey/redis/reply.hxx>

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
    // (hiredis would first make a string of each argument with its prefix.) A
    // request can be moved. Only one thread at a time may change it.
    //
    class request
    {
    public:
      // Starts a command of argc arguments, of which the first is its name.
      // Exactly so many have to follow.
      //
      void command (std::size_t argc);

      void argument (const char* data, std::size_t size)
      {
        argument (std::string (), data, size);
      }

      void argument (const std::string& s)
      {
        argument (s.data (), s.size ());
      }

      void argument (const char* s)
      {
        argument (s, std::strlen (s));
      }

      // A number, in decimal.
      //
      void argument (std::uint64_t);

      // One argument: the prefix, then the data, then the suffix if there is
      // one.
      //
      void argument (const std::string& prefix, const char* data,
                     std::size_t size, const char* suffix = "");

      // Appends count arguments that another request has encoded already.
      //
      void encoded (std::size_t count, const char* data, std::size_t size);

      // The reply to the last command may hold so many bytes more than 1 MiB
      // and 1 KiB for each argument, and so many elements more than there are
      // arguments.
      //
      void expect (std::size_t bytes, std::size_t elements = 0) noexcept;

      // The limits of the replies. A reply that exceeds them is not read.
      //
      const reply_limits& limits () const noexcept
      {
        return limits_;
      }

      std::size_t commands () const noexcept
      {
        return commands_;
      }

      // True if every command has all its arguments.
      //
      bool complete () const noexcept
      {
        return missing_ == 0;
      }

      // The encoded commands.
      //
      const char* data () const noexcept
      {
        return bytes_.data ();
      }

      std::size_t size () const noexcept
      {
        return size_;
      }

      // Removes all commands and keeps the memory.
      //
      void clear () noexcept;

      // Moves the bytes from first to middle behind those from middle to last.
      // Both are whole arguments, whose places the caller knows from size ().
      //
      void rotate (std::size_t first, std::size_t middle, std::size_t last);

    private:
      // Returns room for so many bytes at the end, which the caller fills;
      // then grow () takes those up to its argument. A string would look at
      // its size for each piece that is appended.
      //
      char* room (std::size_t);
      void grow (const char* end) noexcept;

      detail::recycled<std::vector<char>, request> bytes_;
      std::size_t size_ = 0;
      std::size_t commands_ = 0;
      std::size_t missing_ = 0;
      std::size_t argc_ = 0;
      reply_limits limits_ {0, 0};
    };
  }
}

#endif // ODB_ALKEY_REDIS_REQUEST_HXX
