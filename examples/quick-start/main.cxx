#include <chrono>
#include <iostream>
#include <string>
#include <thread>

#include <odb/schema-catalog.hxx>
#include <odb/sqlite/database.hxx>
#include <odb/transaction.hxx>

#include <odb_alkey/cache.hxx>
#include <odb_alkey/plugin.hxx>

#include "user-odb.hxx"

int main ()
{
  // quote: fetch
  odb::sqlite::database db (":memory:");

  odb_alkey::options o (odb_alkey::options::from_environment ());
  o.fence_timeout = std::chrono::seconds (1); // The default is 10 s.
  odb_alkey::plugin alkey (db, o);
  odb_alkey::cache cache (alkey);
  // quote: end

  // An empty Redis caches nothing for that long. Production does not wait.
  for (int i (0); i != 100 && !alkey.ready (); ++i)
    std::this_thread::sleep_for (std::chrono::milliseconds (20));

  auto show = [&] (unsigned long id)
  {
    // quote: fetch
    bool hit (true);

    std::string html (
      cache.fetch (odb_alkey::args (odb_alkey::one<user> (id), "profile"),
                   std::chrono::minutes (10),
                   [&]
                   {
                     hit = false;
                     odb::transaction t (db.begin ());
                     user u;
                     db.load (id, u);
                     return "<h1>" + u.name + "</h1>";
                   }));

    std::cout << (hit ? "hit  " : "miss ") << html << '\n';
    // quote: end
  };

  odb::transaction t (db.begin ());
  odb::schema_catalog::create_schema (db);
  user u;
  u.name = "Ada";
  db.persist (u);
  t.commit ();

  show (u.id); // miss <h1>Ada</h1>
  show (u.id); // hit  <h1>Ada</h1>

  t.reset (db.begin ());
  u.name = "Ada Lovelace";
  db.update (u);
  t.commit ();

  show (u.id); // miss <h1>Ada Lovelace</h1>
  show (u.id); // hit  <h1>Ada Lovelace</h1>
}
