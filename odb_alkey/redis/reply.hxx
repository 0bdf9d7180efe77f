#ifndef ODB_ALKEY_REDIS_REPLY_HXX
#define ODB_ALKEY_REDIS_REPLY_HXX

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <odb_alkey/redis/buffer.hxx>
#include <odb_alkey/reused.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // Where a part of a reply is in its bytes.
    //
    struct reply_part
    {
      enum class kind : unsigned char
      {
        nil,
        string,
        error,
        integer,
        array
      };

      kind what = kind::nil;

      // Of a text, where it begins and how long it is. Of an array, which
      // part is its first element, the others being next to it, and how many
      // there are. Of an integer, the number.
      //
      union
      {
        std::size_t begin = 0;
        std::int64_t number;
      };

      std::size_t size = 0;
    };

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
      value (const char* bytes, const reply_part* all, std::size_t index)
          : bytes_ (bytes), all_ (all), part_ (all + index)
      {
      }

      bool nil () const noexcept
      {
        return is (reply_part::kind::nil);
      }

      // A bulk string or a status such as OK.
      //
      bool string () const noexcept
      {
        return is (reply_part::kind::string);
      }

      bool integer () const noexcept
      {
        return is (reply_part::kind::integer);
      }

      bool array () const noexcept
      {
        return is (reply_part::kind::array);
      }

      bool error () const noexcept
      {
        return is (reply_part::kind::error);
      }

      // Text of a string or an error; empty for anything else, so that a
      // server that answers out of character does no harm.
      //
      const char* data () const noexcept
      {
        return string () || error () ? bytes_ + part_->begin : "";
      }

      std::size_t size () const noexcept
      {
        return string () || error () ? part_->size : 0;
      }

      std::string str () const
      {
        return std::string (data (), size ());
      }

      // An integer; 0 for anything else.
      //
      std::int64_t number () const noexcept
      {
        return integer () ? part_->number : 0;
      }

      // The elements of an array; none for anything else.
      //
      std::size_t count () const noexcept
      {
        return array () ? part_->size : 0;
      }

      value operator[] (std::size_t i) const noexcept
      {
        assert (i < count ());
        return value (bytes_, all_, part_->begin + i);
      }

    private:
      bool is (reply_part::kind k) const noexcept
      {
        return part_->what == k;
      }

      const char* bytes_;
      const reply_part* all_;
      const reply_part* part_;
    };

    // A whole reply, which owns its bytes, as they came, and knows where its
    // parts are in them. It converts to false when it is empty, which one that
    // a connection returned never is.
    //
    class reply
    {
    public:
      explicit operator bool () const noexcept
      {
        return !parts_.empty ();
      }

      // The reply itself; not to be called on an empty one.
      //
      value root () const noexcept
      {
        return value (bytes_.data (), parts_.data (), 0);
      }

      // The same as of root ().
      //
      bool nil () const noexcept
      {
        return root ().nil ();
      }

      bool string () const noexcept
      {
        return root ().string ();
      }

      bool integer () const noexcept
      {
        return root ().integer ();
      }

      bool array () const noexcept
      {
        return root ().array ();
      }

      bool error () const noexcept
      {
        return root ().error ();
      }

      const char* data () const noexcept
      {
        return root ().data ();
      }

      std::size_t size () const noexcept
      {
        return root ().size ();
      }

      std::string str () const
      {
        return root ().str ();
      }

      std::int64_t number () const noexcept
      {
        return root ().number ();
      }

      std::size_t count () const noexcept
      {
        return root ().count ();
      }

      value operator[] (std::size_t i) const noexcept
      {
        return root ()[i];
      }

    private:
      friend class reply_reader;

      detail::reused<buffer, reply> bytes_;
      detail::reused<std::vector<reply_part>, reply> parts_;
    };
  }
}

#endif // ODB_ALKEY_REDIS_REPLY_HXX
