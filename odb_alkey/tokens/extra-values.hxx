#ifndef ODB_ALKEY_TOKENS_EXTRA_VALUES_HXX
#define ODB_ALKEY_TOKENS_EXTRA_VALUES_HXX

#include <cstddef>
#include <utility>
#include <vector>

#include <odb_alkey/detail/optional.hxx>
#include <odb_alkey/redis/reply.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // The values under extra keys that came with a reading. They are views of
    // the reply, to save a copy. A value is no string if nothing is stored
    // under its key, or if no reply came.
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

      // The same if the values came one by one, from several nodes.
      //
      void set (std::vector<redis::reply>&& r)
      {
        each_ = std::move (r);
      }

      redis::reply_view operator[] (std::size_t i) noexcept
      {
        static const redis::reply_part nothing {};

        return reply_ ? reply_.get ()[first_ + i]
               : i < each_.size () && each_[i]
                 ? each_[i]
                 : redis::reply_view (nullptr, &nothing, 0);
      }

    private:
      // It is optional because an empty reply would hold recycled memory that
      // the next reply can use.
      //
      detail::optional<redis::reply> reply_;
      std::size_t first_ = 0;
      std::vector<redis::reply> each_;
    };
  }
}

#endif // ODB_ALKEY_TOKENS_EXTRA_VALUES_HXX
