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
    // How much a reply may hold: the elements of all its arrays, and the bytes
    // of all its texts. The defaults hold for every reply.
    //
    struct reply_limits
    {
      std::size_t elements = 16 * 1024 * 1024;
      std::size_t bytes = 512 * 1024 * 1024;
    };

    // A part of a reply, and where it is in the reply's bytes.
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

      // For a text: where it begins, and its size. For an array: the index of
      // the part that is its first element, behind which the others follow,
      // and their count. For an integer: the number.
      //
      union
      {
        std::size_t begin = 0;
        std::int64_t number;
      };

      std::size_t size = 0;
    };

    // A view of a part of a reply, which must outlive it.
    //
    //   reply r (c.receive (deadline));       // to an MGET
    //   for (std::size_t i (0); i != r.count (); ++i)
    //     if (!r[i].nil ())
    //       use (r[i].data (), r[i].size ());
    //
    // It cannot be changed, and any thread may read it.
    //
    class reply_view
    {
    public:
      // A view of nothing: no function of it may be called.
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

      // The text of a string or an error. It is empty for other parts, so that
      // a server that answers with another type does no harm.
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

      // The value of an integer; 0 for other parts.
      //
      std::int64_t number () const noexcept
      {
        return integer () ? part_->number : 0;
      }

      // The elements of an array; other parts have none.
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

    // A whole reply: a view that owns its bytes. It converts to false while it
    // is empty; a reply that a connection has returned is never empty.
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

      // Makes it a view of the present bytes.
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
