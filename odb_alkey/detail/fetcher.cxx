#include <odb_alkey/detail/fetcher.hxx>

namespace odb_alkey
{
  namespace detail
  {
    found_value::~found_value () = default;

    const void* found_value::shared_type () const noexcept
    {
      return nullptr;
    }

    void found_value::share (std::shared_ptr<const void>) {}

    std::shared_ptr<const void> found_value::shared () const
    {
      return nullptr;
    }

    fetcher::~fetcher () = default;
  }
}
