#ifndef TESTS_BENCHMARK_RAW_REDIS_HXX
#define TESTS_BENCHMARK_RAW_REDIS_HXX

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <hiredis.h>

namespace benchmarks
{
  struct reply_deleter
  {
    void operator() (redisReply* r) const noexcept
    {
      freeReplyObject (r);
    }
  };

  typedef std::unique_ptr<redisReply, reply_deleter> raw_reply;

  // Words of one command, as hiredis takes them.
  //
  class raw_command
  {
  public:
    explicit raw_command (std::vector<std::string> words);

    // It points to itself.
    //
    raw_command (const raw_command&) = delete;
    raw_command& operator= (const raw_command&) = delete;

    int argc () const noexcept
    {
      return static_cast<int> (argv_.size ());
    }

    const char** argv () noexcept
    {
      return argv_.data ();
    }

    const std::size_t* sizes () const noexcept
    {
      return sizes_.data ();
    }

    void change (std::size_t word, const std::string& to);

    // These are sent.
    //
    std::string bytes ();

  private:
    std::vector<std::string> words_;
    std::vector<const char*> argv_;
    std::vector<std::size_t> sizes_;
  };

  // The bytes of a reply of strings and of what is not there.
  //
  std::string as_sent (const redisReply&);

  // A connection, as somebody would write it by hand: over a unix socket, or
  // over TCP with TCP_NODELAY, which hiredis sets by itself. Throws
  // std::runtime_error.
  //
  class raw_redis
  {
  public:
    explicit raw_redis (const std::string& url);

    // Takes over a socket, or a connection.
    //
    explicit raw_redis (int fd);
    explicit raw_redis (redisContext*);

    raw_reply run (raw_command&);

    // All at once; the last reply.
    //
    raw_reply run (std::deque<raw_command>&);

    // These are the halves of it, for callers who talk to several servers at
    // the same time: sends all commands, and returns one reply after the
    // other.
    //
    void send (std::deque<raw_command>&);
    raw_reply receive ();

    // Makes the server know a script.
    //
    void load (const char* source);

    // Nothing but the two system calls: sends these bytes and receives as
    // many as the reply has.
    //
    void round_trip (const std::string& bytes, std::size_t reply);

  private:
    struct deleter
    {
      void operator() (redisContext* c) const noexcept
      {
        redisFree (c);
      }
    };

    raw_reply checked (void* reply) const;
    void append (std::deque<raw_command>&);

    std::unique_ptr<redisContext, deleter> context_;
    std::vector<char> received_;
  };
}

#endif // TESTS_BENCHMARK_RAW_REDIS_HXX
