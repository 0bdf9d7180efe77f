#ifndef ODB_ALKEY_TOKENS_EXTRA_VALUES_HXX
#define ODB_ALKEY_TOKENS_EXTRA_VALUES_HXX

#include <cstddef>
#include <utility>

#include <odb_alkey/detail/optional.hxx>
#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/reply.hxx>
#include <odb_alkey/redis/scattered-reads.hxx>
#include <odb_alkey/redis/strings.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // The values under extra keys that came with a reading. If one reply has
    // all of them they are views of it, to save a copy. A value is no string
    // if nothing is stored under its key, or if no reply came.
    //
    //   extra_values v;
    //   store.read (wanted, r, &keys, &v);
    //   v.receive (); // in any case
    //   v[0].string ();
    //
    class extra_values
    {
    public:
      // Takes the reply, in which the values are the elements from the first
      // one on.
      //
      void set (redis::reply&& r, std::size_t first)
      {
        reply_.set (std::move (r));
        first_ = first;
      }

      // Has them read from several nodes.
      //
      redis::scattered_reads& scatter (redis::router& r, redis::deadline d)
      {
        reads_.set (redis::scattered_reads (r, d, scattered_));
        return reads_.get ();
      }

      // Waits for those that come from several nodes. These answer while the
      // caller uses what else was read. Does not throw because of Redis.
      //
      void receive ()
      {
        if (reads_)
          reads_.get ().receive ();
      }

      redis::reply_view operator[] (std::size_t i) noexcept
      {
        static const redis::reply_part nothing {};

        return reply_ ? reply_.get ()[first_ + i]
               : i < scattered_.size ()
                 ? scattered_[i]
                 : redis::reply_view (nullptr, &nothing, 0);
      }

    private:
      // It is optional because an empty reply would hold recycled memory that
      // the next reply can use.
      //
      detail::optional<redis::reply> reply_;
      std::size_t first_ = 0;
      redis::strings scattered_;
      detail::optional<redis::scattered_reads> reads_;
    };
  }
}

#endif // ODB_ALKEY_TOKENS_EXTRA_VALUES_HXX
