#include <odb_alkey/detail/session-apart.hxx>

#include <odb/session.hxx>

namespace odb_alkey
{
  namespace detail
  {
    session_apart::session_apart ()
        : former_ (odb::session::current_pointer ()),
          own_ (new odb::session (false))
    {
      odb::session::current_pointer (own_.get ());
    }

    session_apart::~session_apart ()
    {
      odb::session::current_pointer (former_);
    }
  }
}
