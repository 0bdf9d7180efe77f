#include <tests/benchmark/raw-redis.hxx>

#include <sys/socket.h>

#include <stdexcept>
#include <utility>

#include <odb_alkey/redis/url.hxx>

namespace benchmarks
{
  namespace
  {
    redisContext* connect (const odb_alkey::redis::endpoint& e)
    {
      return e.path.empty () ? redisConnect (e.host.c_str (), e.port)
                             : redisConnectUnix (e.path.c_str ());
    }
  }

  raw_command::raw_command (std::vector<std::string> words)
      : words_ (std::move (words))
  {
    for (const std::string& w : words_)
    {
      argv_.push_back (w.data ());
      sizes_.push_back (w.size ());
    }
  }

  void raw_command::change (std::size_t word, const std::string& to)
  {
    words_[word] = to;
    argv_[word] = words_[word].data ();
    sizes_[word] = words_[word].size ();
  }

  std::string raw_command::bytes ()
  {
    char* text (nullptr);

    // An int in older versions of hiredis.
    //
    long long n (redisFormatCommandArgv (&text, argc (), argv (), sizes ()));

    if (n < 0)
      throw std::runtime_error ("out of memory");

    std::string r (text, static_cast<std::size_t> (n));
    redisFreeCommand (text);
    return r;
  }

  std::string as_sent (const redisReply& r)
  {
    std::string s ('*' + std::to_string (r.elements) + "\r\n");

    for (std::size_t i (0); i != r.elements; ++i)
    {
      const redisReply& e (*r.element[i]);
      std::size_t n (static_cast<std::size_t> (e.len));

      if (e.type == REDIS_REPLY_NIL)
        s += "$-1\r\n";
      else
        s +=
          '$' + std::to_string (n) + "\r\n" + std::string (e.str, n) + "\r\n";
    }

    return s;
  }

  raw_redis::raw_redis (const std::string& url)
      : raw_redis (connect (odb_alkey::redis::parse_url (url)))
  {
  }

  raw_redis::raw_redis (int fd): raw_redis (redisConnectFd (fd)) {}

  raw_redis::raw_redis (redisContext* c): context_ (c)
  {
    if (context_ == nullptr || context_->err != 0)
      throw std::runtime_error ("cannot connect to Redis");
  }

  raw_reply raw_redis::checked (void* reply) const
  {
    raw_reply r (static_cast<redisReply*> (reply));

    if (r == nullptr || r->type == REDIS_REPLY_ERROR)
      throw std::runtime_error (r == nullptr ? context_->errstr : r->str);

    return r;
  }

  raw_reply raw_redis::run (raw_command& c)
  {
    return checked (
      redisCommandArgv (context_.get (), c.argc (), c.argv (), c.sizes ()));
  }

  void raw_redis::load (const char* source)
  {
    raw_command c ({"SCRIPT", "LOAD", source});
    run (c);
  }

  void raw_redis::append (std::deque<raw_command>& all)
  {
    for (raw_command& c : all)
      if (redisAppendCommandArgv (context_.get (), c.argc (), c.argv (),
                                  c.sizes ()) != REDIS_OK)
        throw std::runtime_error (context_->errstr);
  }

  raw_reply raw_redis::run (std::deque<raw_command>& all)
  {
    raw_reply last;
    append (all);

    for (std::size_t i (0); i != all.size (); ++i)
      last = receive ();

    return last;
  }

  void raw_redis::send (std::deque<raw_command>& all)
  {
    append (all);

    for (int done (0); done == 0;)
      if (redisBufferWrite (context_.get (), &done) != REDIS_OK)
        throw std::runtime_error (context_->errstr);
  }

  raw_reply raw_redis::receive ()
  {
    void* r (nullptr);

    if (redisGetReply (context_.get (), &r) != REDIS_OK)
      r = nullptr;

    return checked (r);
  }

  void raw_redis::round_trip (const std::string& bytes, std::size_t reply)
  {
    if (::send (context_->fd, bytes.data (), bytes.size (), MSG_NOSIGNAL) !=
        static_cast<ssize_t> (bytes.size ()))
      throw std::runtime_error ("cannot send to Redis");

    // Space for more, as whoever does not know the size has it.
    //
    received_.resize (16 * 1024);

    for (std::size_t n (0); n < reply;)
    {
      ssize_t r (
        ::recv (context_->fd, received_.data (), received_.size (), 0));

      if (r <= 0)
        throw std::runtime_error ("cannot receive from Redis");

      n += static_cast<std::size_t> (r);
    }
  }
}
