// Takes the place of tls.cxx if hiredis has no TLS.
//
#include <odb_alkey/redis/tls.hxx>

#include <hiredis.h>

#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  namespace redis
  {
    tls_session::~tls_session () = default;

    tls::~tls () = default;

    std::shared_ptr<const tls> make_tls (const tls_files&)
    {
      throw invalid_options (why_no_tls ());
    }

    std::string why_no_tls ()
    {
      return "TLS needs hiredis 1.0 or later with its SSL part, such as that "
             "of Debian 13, and this library was built with hiredis " +
             std::to_string (HIREDIS_MAJOR) + '.' +
             std::to_string (HIREDIS_MINOR) + '.' +
             std::to_string (HIREDIS_PATCH);
    }
  }
}
