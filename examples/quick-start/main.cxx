#include "user-odb.hxx"
#include <chrono>
#include <iostream>
#include <odb/schema-catalog.hxx>
#include <odb/sqlite/database.hxx>
#include <odb/transaction.hxx>
#include <odb_alkey/plugin.hxx>
#include <thread>

int main ()
{
  odb::sqlite::database db (":memory:");
  odb_alkey::options o (odb_alkey::options::from_environment ());
  o.fence_timeout = std::chrono::seconds (1); // Production keeps 10 s,
  odb_alkey::plugin alkey (db, o);
  for (int i (0); i != 150 && !alkey.ready (); ++i) // and does not wait.
    std::this_thread::sleep_for (std::chrono::milliseconds (20));

  user u;
  odb::transaction t (db.begin ());
  odb::schema_catalog::create_schema (db);
  db.persist (u);
  t.commit ();

  // The key comes first: only if no cache has anything under it is the user
  // loaded, and the profile rendered and stored there.
  odb_alkey::key_generator cache_key (alkey);
  auto before (cache_key (odb_alkey::one<user> (u.id), "profile"));
  t.reset (db.begin ());
  u.name = "Ada";
  db.update (u);
  t.commit ();
  auto after (cache_key (odb_alkey::one<user> (u.id), "profile"));

  std::cout << before.str () << '\n'
            << after.str () << '\n'
            << (before.str () == after.str () ? "equal\n" : "different\n");
}
