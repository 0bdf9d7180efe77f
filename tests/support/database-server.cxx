#include <tests/support/database-server.hxx>

namespace tests
{
  database_server::~database_server () = default;

  bool database_server::has_process () const noexcept
  {
    return false;
  }

  void database_server::kill () {}

  void database_server::stop () {}

  void database_server::resume () {}

  void database_server::restart () {}
}
