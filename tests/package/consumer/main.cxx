#include "public-headers.hxx"

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <thread>

#include <odb/schema-catalog.hxx>
#include <odb/sqlite/database.hxx>
#include <odb/transaction.hxx>

#include "person-odb.hxx"

odb_alkey::key key_of_second_source (const odb_alkey::plugin&, const person&);

namespace
{
  void check (bool good, const char* what)
  {
    if (good)
      return;

    std::cerr << "not so: " << what << std::endl;
    std::exit (1);
  }
}

int main ()
{
  odb::sqlite::database db (":memory:",
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);

  odb_alkey::options o (odb_alkey::options::from_environment ());
  o.fence_timeout = std::chrono::milliseconds (100);
  odb_alkey::plugin alkey (db, o);

  // The server may still be starting, and then it is new.
  //
  while (!alkey.ready ())
    std::this_thread::sleep_for (std::chrono::milliseconds (10));

  person ada;
  ada.name = "Ada";
  {
    odb::transaction t (db.begin ());
    odb::schema_catalog::create_schema (db);
    db.persist (ada);
    t.commit ();
  }

  auto key = [&]
  {
    alkey.cache_key (odb_alkey::all<person> ());
    odb::transaction t (db.begin ());
    std::unique_ptr<person> p (db.load<person> ("Ada"));
    odb_alkey::key k (
      alkey.cache_key (p, "alkey:person#*", std::string ("profile"), 1L));

    check (k.storable (), "a key of a loaded object is storable");
    check (k.str () == key_of_second_source (alkey, *p).str (),
           "both sources make the same key");
    return k.str ();
  };

  std::string before (key ());
  check (key () == before, "without a change the key stays");
  {
    odb::transaction t (db.begin ());
    ada.age = 36;
    db.update (ada);
    t.commit ();
  }
  check (key () != before, "a change makes another key");
  check (alkey.stats ().fences == 2, "each of two commits was fenced");
  std::cout << key () << std::endl;
}
