#ifndef ODB_ALKEY_REDIS_REPLY_HXX
#define ODB_ALKEY_REDIS_REPLY_HXX

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <odb_alkey/detail/recycled.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // How much a reply may hold: elements of all its arrays, and bytes of all
    // its texts. By default as much as any reply may.
    //
    struct reply_limits
    {
      std::size_t elements = 16 * 1024 * 1024;
      std::size_t bytes = 512 * 1024 * 1024;
    };

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
    class reply_view
    {
    public:
      // A view of nothing, which nobody may look at.
      //
      reply_view () = default;

      reply_view (const char* bytes, const reply_part* all, std::size_t index)
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
        return size () != 0 ? bytes_ + part_->begin : "";
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

      reply_view operator[] (std::size_t i) const noexcept
      {
        assert (i < count ());
        return reply_view (bytes_, all_, part_->begin + i);
      }

    private:
      bool is (reply_part::kind k) const noexcept
      {
        return part_->what == k;
      }

      const char* bytes_ = nullptr;
      const reply_part* all_ = nullptr;
      const reply_part* part_ = nullptr;
    };

    // A whole reply: a value that owns what it is a view of. It converts to
    // false while it is empty, which one that a connection returned never is.
    //
    class reply: public reply_view
    {
    public:
      reply () = default;

      reply (reply&& r) noexcept
          : bytes_ (std::move (r.bytes_)), parts_ (std::move (r.parts_))
      {
        refer ();
        r.refer ();
      }

      reply& operator= (reply&& r) noexcept
      {
        swap (r.bytes_, r.parts_);
        r.refer ();
        return *this;
      }

      explicit operator bool () const noexcept
      {
        return !parts_.empty ();
      }

    private:
      friend class reply_reader;

      typedef std::vector<char> bytes;
      typedef std::vector<reply_part> parts;

      void swap (bytes& b, parts& p) noexcept
      {
        bytes_.swap (b);
        parts_.swap (p);
        refer ();
      }

      // A view of what is here now.
      //
      void refer () noexcept
      {
        reply_view& all (*this);
        all = parts_.empty () ? reply_view ()
                              : reply_view (bytes_.data (), parts_.data (), 0);
      }

      detail::recycled<bytes, reply> bytes_;
      detail::recycled<parts, reply> parts_;
    };
  }
}

#endif // ODB_ALKEY_REDIS_REPLY_HXX
