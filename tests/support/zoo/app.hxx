#ifndef TESTS_SUPPORT_ZOO_APP_HXX
#define TESTS_SUPPORT_ZOO_APP_HXX

#include <odb/core.hxx>

#include <odb_alkey/tracked.hxx>

// Tables in a database schema, which in SQLite is an attached database. Apart
// from the others, whose tables are made without attaching one.

namespace zoo
{
  namespace app
  {
#pragma db object callback(track) schema("app") table("users")
    struct user: odb_alkey::tracked<user>
    {
#pragma db id
      int id = 0;
      int n = 0;
    };
  }
}

#endif // TESTS_SUPPORT_ZOO_APP_HXX
