#include <odb_alkey/redis/reply-reader.hxx>

#include <hiredis.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/server-error.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      const unsigned deepest (7);
      const std::size_t longest_line (64 * 1024);

      template <typename E = redis_error>
      E beyond (const char* what, std::size_t size, const char* unit,
                std::size_t limit)
      {
        return E (std::string (what) + " has " + std::to_string (size) + ' ' +
                  unit + ", and at most " + std::to_string (limit) +
                  " are read");
      }

      unsigned depth (const redisReadTask& t) noexcept
      {
        unsigned r (1);

        for (const redisReadTask* p (t.parent); p != nullptr; p = p->parent)
          ++r;

        return r;
      }
    }

    // The functions that hiredis calls. No exception may pass through hiredis;
    // instead they return a null pointer, at which it stops.
    //
    struct object_functions: redisReplyObjectFunctions
    {
      typedef reply_part::kind kind;

      object_functions (): redisReplyObjectFunctions ()
      {
        createString = string;
        createArray = array;
        createInteger = integer;
        createNil = nil;
#if HIREDIS_MAJOR >= 1
        createDouble = number;
        createBool = boolean;
#endif
      }

      // The object of a part that is no array. It is never asked for.
      //
      static const std::size_t any = 1;

      // Calls f with the reader and the place of the part. f returns the
      // object: for an array, the index of the part that is its first element.
      //
      template <typename F>
      static void* make (const redisReadTask* t, F f) noexcept
      {
        reply_reader& r (*static_cast<reply_reader*> (t->privdata));

        try
        {
          return reinterpret_cast<void*> (std::size_t (f (r, r.place (*t))));
        }
        catch (...)
        {
          r.failure_ = std::current_exception ();
        }

        return nullptr;
      }

      // These are the types of version 2 of the protocol, which a server
      // speaks unless it is asked for version 3.
      //
      static kind kind_of (const redisReadTask& t)
      {
        switch (t.type)
        {
        case REDIS_REPLY_STRING:
        case REDIS_REPLY_STATUS:
          return kind::string;
        case REDIS_REPLY_ERROR:
          return kind::error;
        case REDIS_REPLY_INTEGER:
          return kind::integer;
        case REDIS_REPLY_ARRAY:
          return kind::array;
        default:
          throw redis_error ("a part has a type of the protocol's version 3, "
                             "which was not asked for");
        }
      }

      static void* string (const redisReadTask* t, char* s, std::size_t n)
      {
        return make (t,
                     [=] (reply_reader& r, reply_part& p)
                     {
                       if (t->type != REDIS_REPLY_STRING && n > longest_line)
                         throw beyond ("a line", n, "bytes", longest_line);

                       r.check_bytes (n);
                       p.what = kind_of (*t);
                       p.begin = r.bytes_.size ();
                       p.size = n;
                       r.bytes_.insert (r.bytes_.end (), s, s + n);
                       return any;
                     });
      }

      // The size is an int before version 1 of hiredis.
      //
      template <typename Size>
      static void* array (const redisReadTask* t, Size size)
      {
        return make (
          t,
          [=] (reply_reader& r, reply_part& p)
          {
            std::size_t n (static_cast<std::size_t> (size));
            std::size_t begin (r.parts_.size ());

            if (depth (*t) > deepest)
              throw beyond ("a reply", depth (*t), "arrays in each other",
                            deepest);

            // The reply itself is a part, but not an element.
            //
            if (n > r.limits_.elements || begin - 1 + n > r.limits_.elements)
              throw beyond<reply_too_large> ("an array", n, "elements",
                                             r.limits_.elements);

            p.what = kind_of (*t);
            p.begin = begin;
            p.size = n;
            r.parts_.resize (begin + n);
            return begin;
          });
      }

      static void* integer (const redisReadTask* t, long long n)
      {
        return make (t,
                     [=] (reply_reader&, reply_part& p)
                     {
                       p.what = kind_of (*t);
                       p.number = n;
                       return any;
                     });
      }

      static void* nil (const redisReadTask* t)
      {
        return make (t,
                     [=] (reply_reader&, reply_part&)
                     {
                       kind_of (*t);
                       return any;
                     });
      }

#if HIREDIS_MAJOR >= 1
      static void* number (const redisReadTask* t, double, char*, std::size_t)
      {
        return nil (t);
      }

      static void* boolean (const redisReadTask* t, int)
      {
        return nil (t);
      }
#endif
    };

    reply_reader::reply_reader (redisReader& r) noexcept: reader_ (r)
    {
      static object_functions functions;

      r.fn = &functions;
      r.privdata = this;
    }

    // The first part is the reply itself, so that no array has its elements at
    // 0, which would be a null pointer.
    //
    reply_part& reply_reader::place (const redisReadTask& t)
    {
      if (t.parent == nullptr)
      {
        bytes_.clear ();
        parts_.assign (1, reply_part ());
        return parts_[0];
      }

      return parts_[reinterpret_cast<std::size_t> (t.parent->obj) +
                    static_cast<std::size_t> (t.idx)];
    }

    bool reply_reader::empty () const noexcept
    {
      return reader_.ridx < 0 && reader_.pos == reader_.len;
    }

    // Throws if one more text of n bytes exceeds the bound.
    //
    void reply_reader::check_bytes (unsigned long long n) const
    {
      std::size_t all (bytes_.size ());

      if (n > limits_.bytes || all + n > limits_.bytes)
        throw beyond<reply_too_large> (all == 0 ? "a text" : "one text more",
                                       n, "bytes", limits_.bytes - all);
    }

    bool reply_reader::next (reply& r, const reply_limits& l)
    {
      void* whole (nullptr);
      limits_ = l;

      if (reader_.err != 0 || failure_ != nullptr)
        fail ();

      // hiredis would begin a reply although no byte has arrived.
      //
      if (empty ())
        return false;

      if (redisReaderGetReply (&reader_, &whole) != REDIS_OK)
        fail ();

      if (whole == nullptr)
      {
        look_ahead ();
        return false;
      }

      r.swap (bytes_, parts_);
      return true;
    }

    // Looks at the beginning of a line or a string that has not arrived as a
    // whole. hiredis would keep the bytes until it has, however long it is.
    //
    void reply_reader::look_ahead ()
    {
      if (reader_.pos == reader_.len)
        return;

      const char* begin (reader_.buf + reader_.pos);
      std::size_t size (
        std::min (reader_.len - reader_.pos, longest_line + 2));

      if (memmem (begin, size, "\r\n", 2) == nullptr)
      {
        if (size < longest_line + 2)
          return;

        failure_ = std::make_exception_ptr (
          redis_error ("a line does not end, and at most " +
                       std::to_string (longest_line) + " bytes are read"));
        fail ();
      }

      // If the line is complete, it is the length of a string, since hiredis
      // reads all other lines at once.
      //
      try
      {
        check_bytes (std::strtoull (begin, nullptr, 10));
      }
      catch (...)
      {
        failure_ = std::current_exception ();
        throw;
      }
    }

    void reply_reader::fail ()
    {
      if (failure_ != nullptr)
        std::rethrow_exception (failure_);

      if (reader_.err == REDIS_ERR_OOM)
        throw std::bad_alloc ();

      throw redis_error (reader_.errstr);
    }
  }
}
