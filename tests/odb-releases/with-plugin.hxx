#ifndef TESTS_ODB_RELEASES_WITH_PLUGIN_HXX
#define TESTS_ODB_RELEASES_WITH_PLUGIN_HXX

#include <string>

#include <boost/test/unit_test.hpp>

#include "notebook.hxx"

namespace tests
{
  struct with_plugin: notebook
  {
    with_plugin (): db (open ()), alkey (db, options ()) {}

    // True if an update of the object changes its token, and no statement is
    // taken for one of unknown rows.
    //
    template <typename T, typename Id>
    bool changes (const T& object, const Id& id)
    {
      commit (db, [&] { db.persist (object); });
      alkey.refresh ();
      std::string before (alkey.token (odb_alkey::one<T> (id)));
      BOOST_TEST (alkey.token (object) == before);
      commit (db, [&] { db.update (object); });
      alkey.refresh ();
      BOOST_TEST (alkey.stats ().swept_statements == 0U);
      return alkey.token (odb_alkey::one<T> (id)) != before;
    }

    database db;
    odb_alkey::plugin alkey;
  };
}

#endif // TESTS_ODB_RELEASES_WITH_PLUGIN_HXX
