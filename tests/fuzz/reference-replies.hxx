#ifndef TESTS_FUZZ_REFERENCE_REPLIES_HXX
#define TESTS_FUZZ_REFERENCE_REPLIES_HXX

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <hiredis.h>

#include <odb_alkey/redis/reply.hxx>

namespace fuzz
{
  // A reply as text, which is equal only if the reply is: each length comes
  // first.
  //
  inline std::string shown (const odb_alkey::redis::reply_view& v)
  {
    if (v.nil ())
      return "n";

    if (v.integer ())
      return 'i' + std::to_string (v.number ()) + ';';

    if (!v.array ())
      return (v.error () ? 'e' : 's') + std::to_string (v.size ()) + ':' +
             v.str ();

    std::string r ('a' + std::to_string (v.count ()) + ':');

    for (std::size_t i (0); i != v.count (); ++i)
      r += shown (v[i]);

    return r;
  }

  inline std::string shown (const redisReply& v)
  {
    switch (v.type)
    {
    case REDIS_REPLY_NIL:
      return "n";
    case REDIS_REPLY_INTEGER:
      return 'i' + std::to_string (v.integer) + ';';
    case REDIS_REPLY_ERROR:
      return 'e' + std::to_string (v.len) + ':' + std::string (v.str, v.len);
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
      return 's' + std::to_string (v.len) + ':' + std::string (v.str, v.len);
    case REDIS_REPLY_ARRAY:
      break;
    default:
      return "?";
    }

    std::string r ('a' + std::to_string (v.elements) + ':');

    for (std::size_t i (0); i != v.elements; ++i)
      r += shown (*v.element[i]);

    return r;
  }

  // The reader of hiredis with its own functions, which gets all bytes at
  // once.
  //
  class reference_replies
  {
  public:
    explicit reference_replies (const std::string& bytes)
        : reader_ (redisReaderCreate (), redisReaderFree)
    {
      redisReaderFeed (reader_.get (), bytes.data (), bytes.size ());

      while (reader_->pos != reader_->len)
      {
        void* whole (nullptr);
        failed = redisReaderGetReply (reader_.get (), &whole) != REDIS_OK;

        if (failed || whole == nullptr)
          break;

        all.emplace_back (static_cast<redisReply*> (whole), freeReplyObject);
      }
    }

    // Returns true if nothing is left behind the last one.
    //
    bool ends () const
    {
      return !failed && reader_->ridx < 0 && reader_->pos == reader_->len;
    }

    // The bytes that are left, from the part that is read next.
    //
    std::string left () const
    {
      return std::string (reader_->buf + reader_->pos,
                          reader_->len - reader_->pos);
    }

    std::vector<std::unique_ptr<redisReply, void (*) (void*)>> all;

    // The bytes behind the last one are no reply.
    //
    bool failed = false;

  private:
    std::unique_ptr<redisReader, void (*) (redisReader*)> reader_;
  };

  // Returns true if an array is announced for which hiredis would take more
  // memory than a test may use.
  //
  inline bool takes_too_much (const std::string& bytes)
  {
    const char announces[] = "*%~>|";

    for (std::size_t i (bytes.find_first_of (announces));
         i != std::string::npos; i = bytes.find_first_of (announces, i + 1))
      if (std::strtoll (bytes.c_str () + i + 1, nullptr, 10) > 20000)
        return true;

    return false;
  }
}

#endif // TESTS_FUZZ_REFERENCE_REPLIES_HXX
