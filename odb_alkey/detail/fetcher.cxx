#include <odb_alkey/detail/fetcher.hxx>

namespace odb_alkey
{
  namespace detail
  {
    found_value::~found_value () = default;
    fetcher::~fetcher () = default;
  }
}
