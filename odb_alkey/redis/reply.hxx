#ifndef ODB_ALKEY_REDIS_REPLY_HXX
#define ODB_ALKEY_REDIS_REPLY_HXX

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

struct redisReply;

namespace odb_alkey
{
  namespace redis
  {
    // A part of a reply: a view that lives as long as the reply it is of.
    //
    //   reply r (c.receive (deadline));       // to an MGET
    //   for (std::size_t i (0); i != r.count (); ++i)
    //     if (!r[i].nil ())
    //       use (r[i].data (), r[i].size ());
    //
    // Any thread may read it; nobody can change it.
    //
    class value
    {
    public:
      explicit value (const redisReply& r): reply_ (&r) {}

      bool nil () const;

      // A bulk string or a status such as OK.
      //
      bool string () const;

      bool integer () const;
      bool array () const;
      bool error () const;

      // Text of a string or an error; empty for anything else, so that a
      // server that answers out of character does no harm.
      //
      const char* data () const;
      std::size_t size () const;
      std::string str () const;

      // An integer; 0 for anything else.
      //
      std::int64_t number () const;

      // The elements of an array; none for anything else.
      //
      std::size_t count () const;
      value operator[] (std::size_t) const;

    private:
      const redisReply* reply_;
    };

    // A whole reply, which it owns. It converts to false when it is empty,
    // which one that a connection returned never is.
    //
    class reply
    {
    public:
      reply () = default;

      // Takes ownership; nullptr makes it empty.
      //
      explicit reply (redisReply* r): reply_ (r) {}

      explicit operator bool () const
      {
        return reply_ != nullptr;
      }

      // The reply itself; not to be called on an empty one.
      //
      value root () const
      {
        return value (*reply_);
      }

      // The same as of root ().
      //
      bool nil () const
      {
        return root ().nil ();
      }

      bool string () const
      {
        return root ().string ();
      }

      bool integer () const
      {
        return root ().integer ();
      }

      bool array () const
      {
        return root ().array ();
      }

      bool error () const
      {
        return root ().error ();
      }

      const char* data () const
      {
        return root ().data ();
      }

      std::size_t size () const
      {
        return root ().size ();
      }

      std::string str () const
      {
        return root ().str ();
      }

      std::int64_t number () const
      {
        return root ().number ();
      }

      std::size_t count () const
      {
        return root ().count ();
      }

      value operator[] (std::size_t i) const
      {
        return root ()[i];
      }

    private:
      struct deleter
      {
        void operator() (redisReply*) const noexcept;
      };

      std::unique_ptr<redisReply, deleter> reply_;
    };
  }
}

#endif // ODB_ALKEY_REDIS_REPLY_HXX
