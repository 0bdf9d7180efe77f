#include <chrono>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include <odb/schema-catalog.hxx>
#include <odb/sqlite/database.hxx>
#include <odb/transaction.hxx>

#include <odb_alkey/plugin.hxx>

#include "user-odb.hxx"

int main ()
{
  odb::sqlite::database db (":memory:");

  odb_alkey::options o (odb_alkey::options::from_environment ());
  o.fence_timeout = std::chrono::seconds (1); // Production keeps its 10 s
  odb_alkey::plugin alkey (db, o);

  // and does not wait: an empty Redis caches nothing for so long.
  for (int i (0); i != 100 && !alkey.ready (); ++i)
    std::this_thread::sleep_for (std::chrono::milliseconds (20));

  user u;
  u.name = "Ada";
  odb::transaction t (db.begin ());
  odb::schema_catalog::create_schema (db);
  db.persist (u);
  t.commit ();

  // Key first: only a miss needs the database.
  std::map<std::string, std::string> cache;
  auto show = [&] (unsigned long id)
  {
    odb_alkey::key k (alkey.cache_key (odb_alkey::one<user> (id), "profile"));
    bool hit (cache.count (k.str ()) != 0);

    if (!hit)
    {
      odb::transaction r (db.begin ());
      std::unique_ptr<user> p (db.load<user> (id));
      cache[k.str ()] = "<h1>" + p->name + "</h1>";
      r.commit ();
    }

    std::cout << (hit ? "hit  " : "miss ") << cache[k.str ()] << '\n';
  };

  show (u.id); // miss <h1>Ada</h1>
  show (u.id); // hit  <h1>Ada</h1>

  t.reset (db.begin ());
  u.name = "Ada Lovelace";
  db.update (u);
  t.commit ();

  show (u.id); // miss <h1>Ada Lovelace</h1>
  show (u.id); // hit  <h1>Ada Lovelace</h1>
}
