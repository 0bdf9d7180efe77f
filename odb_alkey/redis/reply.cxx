#include <odb_alkey/redis/reply.hxx>

#include <cassert>

#include <hiredis/hiredis.h>

namespace odb_alkey
{
  namespace redis
  {
    bool value::nil () const
    {
      return reply_->type == REDIS_REPLY_NIL;
    }

    bool value::string () const
    {
      return reply_->type == REDIS_REPLY_STRING ||
             reply_->type == REDIS_REPLY_STATUS;
    }

    bool value::integer () const
    {
      return reply_->type == REDIS_REPLY_INTEGER;
    }

    bool value::array () const
    {
      return reply_->type == REDIS_REPLY_ARRAY;
    }

    bool value::error () const
    {
      return reply_->type == REDIS_REPLY_ERROR;
    }

    const char* value::data () const
    {
      return string () || error () ? reply_->str : "";
    }

    std::size_t value::size () const
    {
      return string () || error () ? reply_->len : 0;
    }

    std::string value::str () const
    {
      return std::string (data (), size ());
    }

    std::int64_t value::number () const
    {
      return integer () ? reply_->integer : 0;
    }

    std::size_t value::count () const
    {
      return array () ? reply_->elements : 0;
    }

    value value::operator[] (std::size_t i) const
    {
      assert (i < count ());
      return value (*reply_->element[i]);
    }

    void reply::deleter::operator() (redisReply* r) const noexcept
    {
      freeReplyObject (r);
    }
  }
}
