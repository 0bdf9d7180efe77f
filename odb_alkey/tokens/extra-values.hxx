#ifndef ODB_ALKEY_TOKENS_EXTRA_VALUES_HXX
#define ODB_ALKEY_TOKENS_EXTRA_VALUES_HXX

#include <cstddef>
#include <utility>

#include <odb_alkey/detail/optional.hxx>
#include <odb_alkey/redis/reply.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // The values under other Redis keys that came with a reading, not copied
    // out of the reply. None of them is text where nothing is stored, or
    // nothing came.
    //
    class extra_values
    {
    public:
      // Those from the first one on; they are there then.
      //
      void set (redis::reply&& r, std::size_t first)
      {
        reply_.set (std::move (r));
        first_ = first;
      }

      redis::reply_view operator[] (std::size_t i) noexcept
      {
        static const redis::reply_part nothing {};

        return reply_ ? reply_.get ()[first_ + i]
                      : redis::reply_view (nullptr, &nothing, 0);
      }

    private:
      // An empty reply would hold the memory that the next one is to have.
      //
      detail::optional<redis::reply> reply_;
      std::size_t first_ = 0;
    };
  }
}

#endif // ODB_ALKEY_TOKENS_EXTRA_VALUES_HXX
