#ifndef ODB_ALKEY_REDIS_STRINGS_HXX
#define ODB_ALKEY_REDIS_STRINGS_HXX

#include <cstddef>
#include <vector>

#include <odb_alkey/detail/recycled.hxx>
#include <odb_alkey/redis/reply.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // Strings of several replies, one behind the other, so that none of them
    // takes an allocation. Each is nil until it is set.
    //
    class strings
    {
    public:
      void resize (std::size_t n)
      {
        parts_.resize (n);
      }

      std::size_t size () const noexcept
      {
        return parts_.size ();
      }

      void set (std::size_t i, const reply_view& v)
      {
        parts_[i].what =
          v.string () ? reply_part::kind::string : reply_part::kind::nil;
        parts_[i].begin = bytes_.size ();
        parts_[i].size = v.size ();
        bytes_.insert (bytes_.end (), v.data (), v.data () + v.size ());
      }

      // Valid until the next call of set ().
      //
      reply_view operator[] (std::size_t i) const noexcept
      {
        return reply_view (bytes_.data (), parts_.data (), i);
      }

    private:
      detail::recycled<std::vector<char>, strings> bytes_;
      detail::recycled<std::vector<reply_part>, strings> parts_;
    };
  }
}

#endif // ODB_ALKEY_REDIS_STRINGS_HXX
