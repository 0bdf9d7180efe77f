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
    // Makes replies with the reader of hiredis, which is fed by somebody else.
    //
    //   reply_reader in (*context->reader);
    //   redisBufferRead (context);
    //
    //   reply r;
    //   while (in.next (r))
    //     use (r);
    //
    // The functions of hiredis that make objects allocate each part of a reply
    // twice. Ours put all parts into one vector and all texts behind each
    // other, in memory that is used again.
    //
    // The server may be anybody's, so that there are bounds on what is read,
    // whatever the version of hiredis has: as many elements and bytes as the
    // caller says, 7 arrays in each other, 64 KiB in a line. What goes beyond
    // them is noticed before there is memory for it.
    //
    class reply_reader
    {
    public:
      explicit reply_reader (redisReader&) noexcept;

      // The reader of hiredis points to it.
      //
      reply_reader (const reply_reader&) = delete;
      reply_reader& operator= (const reply_reader&) = delete;

      // The next reply, if it has arrived as a whole. Throws redis_error that
      // tells why if what has arrived cannot be a reply, or goes beyond a
      // bound, which it names (beyond those of the caller it is a
      // reply_too_large); after that, or when memory runs out, nothing else
      // can be read.
      //
      bool next (reply&, const reply_limits& = reply_limits ());

      // Whether nothing has arrived that has not been returned.
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

      // Of the reply that is being read.
      //
      reply::bytes bytes_;
      reply::parts parts_;

      // Why a function that hiredis called gave up.
      //
      std::exception_ptr failure_;
    };
  }
}

#endif // ODB_ALKEY_REDIS_REPLY_READER_HXX
