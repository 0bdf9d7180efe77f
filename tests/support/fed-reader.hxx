#ifndef TESTS_SUPPORT_FED_READER_HXX
#define TESTS_SUPPORT_FED_READER_HXX

#include <cstddef>
#include <string>

#include <hiredis.h>

#include <odb_alkey/redis/reply-reader.hxx>

namespace tests
{
  // A reader that reads what it is given.
  //
  class fed_reader
  {
  public:
    fed_reader () = default;

    // It owns the reader of hiredis.
    //
    fed_reader (const fed_reader&) = delete;
    fed_reader& operator= (const fed_reader&) = delete;

    ~fed_reader ()
    {
      redisReaderFree (hiredis_);
    }

    void arrive (const char* data, std::size_t size)
    {
      redisReaderFeed (hiredis_, data, size);
    }

    void arrive (const std::string& bytes)
    {
      arrive (bytes.data (), bytes.size ());
    }

    bool next (odb_alkey::redis::reply& r,
               const odb_alkey::redis::reply_limits& l =
                 odb_alkey::redis::reply_limits ())
    {
      return in_.next (r, l);
    }

    bool empty () const
    {
      return in_.empty ();
    }

  private:
    redisReader* hiredis_ = redisReaderCreateWithFunctions (nullptr);
    odb_alkey::redis::reply_reader in_ {*hiredis_};
  };
}

#endif // TESTS_SUPPORT_FED_READER_HXX
