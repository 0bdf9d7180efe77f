#include <odb_alkey/detail/key-maker.hxx>

namespace odb_alkey
{
  namespace detail
  {
    key_maker::~key_maker () = default;
    key_maker::found::~found () = default;

    bool key_maker::found::has (const argument_view&) const
    {
      return false;
    }

    bool key_maker::found::take (std::size_t, key&, const argument_view&)
    {
      return false;
    }
  }
}
