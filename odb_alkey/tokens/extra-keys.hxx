#ifndef ODB_ALKEY_TOKENS_EXTRA_KEYS_HXX
#define ODB_ALKEY_TOKENS_EXTRA_KEYS_HXX

#include <cstddef>
#include <string>

#include <odb_alkey/detail/recycled.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // Redis keys that are read along with tokens. All have the same size, so
    // that one text holds them.
    //
    class extra_keys
    {
    public:
      // Values that are larger than the largest are not read.
      //
      explicit extra_keys (std::size_t size_of_each = 0,
                           std::size_t largest_value = 0)
          : each_ (size_of_each), largest_value_ (largest_value)
      {
      }

      // The caller appends the keys to this text.
      //
      std::string& text () noexcept
      {
        return text_;
      }

      std::size_t size () const noexcept
      {
        return each_ != 0 ? text_.size () / each_ : 0;
      }

      const char* operator[] (std::size_t i) const noexcept
      {
        return text_.data () + i * each_;
      }

      std::size_t size_of_each () const noexcept
      {
        return each_;
      }

      std::size_t largest_value () const noexcept
      {
        return largest_value_;
      }

    private:
      const std::size_t each_;
      const std::size_t largest_value_;
      detail::recycled<std::string, extra_keys> text_;
    };
  }
}

#endif // ODB_ALKEY_TOKENS_EXTRA_KEYS_HXX
