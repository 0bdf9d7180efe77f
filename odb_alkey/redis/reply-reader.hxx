#ifndef ODB_ALKEY_REDIS_REPLY_READER_HXX
#define ODB_ALKEY_REDIS_REPLY_READER_HXX

#include <cstddef>
#include <exception>
#include <vector>

#include <odb_alkey/redis/reply.hxx>

struct redisReader;
struct redisReadTask;

namespace odb_alkey
{
  namespace redis
  {
    // Makes replies with the reader of hiredis, which the caller feeds.
    //
    //   reply_reader in (*context->reader);
    //   redisBufferRead (context);
    //
    //   reply r;
    //   while (in.next (r))
    //     use (r);
    //
    // The functions of hiredis that make objects allocate twice for each part
    // of a reply. Those here put all parts into one vector and all texts into
    // another, whose memory is used again.
    //
    // Replies have bounds, whatever bounds the version of hiredis has, since
    // the peer may be any program: as many elements and bytes as the caller
    // says, 7 arrays in each other, 64 KiB in a line. A larger reply is
    // refused before memory is allocated for it.
    //
    class reply_reader
    {
    public:
      explicit reply_reader (redisReader&) noexcept;

      // The reader of hiredis points to it.
      //
      reply_reader (const reply_reader&) = delete;
      reply_reader& operator= (const reply_reader&) = delete;

      // Takes the next reply. Returns false if it has not arrived as a whole.
      // Throws redis_error if the bytes that have arrived are no reply, or
      // exceed a bound, which the text names; if it is one of the caller's,
      // the exception is a reply_too_large. After an exception, also one for a
      // lack of memory, nothing else can be read.
      //
      bool next (reply&, const reply_limits& = reply_limits ());

      // Returns true if all bytes that have arrived have been returned.
      //
      bool empty () const noexcept;

    private:
      friend struct object_functions;

      reply_part& place (const redisReadTask&);
      void check_bytes (unsigned long long) const;
      void look_ahead ();
      [[noreturn]] void fail ();

      redisReader& reader_;
      reply_limits limits_;

      // The bytes and parts of the reply that is being read.
      //
      reply::bytes bytes_;
      reply::parts parts_;

      // The exception with which a function that hiredis called has given up.
      //
      std::exception_ptr failure_;
    };
  }
}

#endif // ODB_ALKEY_REDIS_REPLY_READER_HXX
