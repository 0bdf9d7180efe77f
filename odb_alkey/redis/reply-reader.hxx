#ifndef ODB_ALKEY_REDIS_REPLY_READER_HXX
#define ODB_ALKEY_REDIS_REPLY_READER_HXX

#include <cstddef>
#include <cstdint>
#include <vector>

#include <odb_alkey/redis/buffer.hxx>
#include <odb_alkey/redis/reply.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // Makes replies of the bytes that come from Redis, in the second version
    // of its protocol (https://redis.io/docs/reference/protocol-spec/), which
    // is what a server speaks that has not been asked for another one.
    //
    //   reply_reader in;
    //   std::size_t n (recv (fd, in.room (4096), in.capacity (), 0));
    //   in.arrived (n);
    //
    //   reply r;
    //   while (in.next (r))
    //     use (r);
    //
    // Nothing is copied if a reply comes alone, as most do: it takes the bytes
    // with it. (The reader of hiredis allocates each part of a reply twice,
    // which costs eight times as much as reading it.)
    //
    class reply_reader
    {
    public:
      // Where to write what arrives: room for at least so many bytes, and how
      // many there is room for.
      //
      char* room (std::size_t size);

      std::size_t capacity () const noexcept
      {
        return in_.capacity () - in_.size ();
      }

      // So many have been written there.
      //
      void arrived (std::size_t size) noexcept
      {
        in_.grow (size);
      }

      // The next reply, if it has arrived as a whole. Throws redis_error that
      // tells why if what has arrived cannot be a reply; after that, or when
      // memory runs out, nothing else can be read.
      //
      bool next (reply&);

      // Whether nothing has arrived that has not been returned.
      //
      bool empty () const noexcept
      {
        return begin_ == in_.size ();
      }

    private:
      // The elements of an array that are still to be read.
      //
      struct range
      {
        std::size_t begin;
        std::size_t end;
      };

      bool read_parts ();
      void open_array (reply_part&, std::int64_t elements);
      void hand_over (reply&);

      // What arrived: replies that were returned, up to begin_; what is known
      // of the next one, up to position_.
      //
      buffer in_;
      std::size_t begin_ = 0;
      std::size_t position_ = 0;

      std::vector<reply_part> parts_;
      std::vector<range> open_;
    };
  }
}

#endif // ODB_ALKEY_REDIS_REPLY_READER_HXX
