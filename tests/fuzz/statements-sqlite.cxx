#include <odb_alkey/sql/statement.hxx>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <sqlite3.h>

#include "require.hxx"

// Statements, against SQLite's own parser: it tells its authorizer which
// tables they write. They are only prepared, so that all see the same tables.

using namespace fuzz;
using namespace odb_alkey::sql;

namespace
{
  struct action
  {
    int code;
    std::string what;
  };

  typedef std::vector<action> actions;

  std::string text_or_nothing (const char* s)
  {
    return s != nullptr ? s : "";
  }

  class server
  {
  public:
    server ()
    {
      require (sqlite3_open (":memory:", &db_) == SQLITE_OK, "it opens");
      require (sqlite3_exec (
                 db_,
                 "CREATE TABLE users (id INTEGER PRIMARY KEY, name, n UNIQUE);"
                 "CREATE TABLE posts (id INTEGER PRIMARY KEY, user);"
                 "CREATE TABLE a (b, c);"
                 "CREATE TABLE [the users] (id);"
                 "CREATE INDEX i ON posts (user);",
                 nullptr, nullptr, nullptr) == SQLITE_OK,
               "it has tables");
      sqlite3_set_authorizer (db_, &authorize, this);
    }

    ~server ()
    {
      sqlite3_close (db_);
    }

    server (const server&) = delete;
    server& operator= (const server&) = delete;

    // The actions of each statement, up to the first that SQLite refuses.
    //
    std::vector<actions> prepare (const std::string& text)
    {
      std::vector<actions> r;

      for (const char* p (text.c_str ()); *p != '\0';)
      {
        sqlite3_stmt* s (nullptr);
        actions_.clear ();

        if (sqlite3_prepare_v2 (db_, p, -1, &s, &p) != SQLITE_OK)
          break;

        if (s == nullptr)
          continue;

        if (sqlite3_stmt_isexplain (s) != 0)
          actions_.clear ();

        sqlite3_finalize (s);
        r.push_back (actions_);
      }

      return r;
    }

  private:
    // Some pragmas are executed while they are prepared, and another database
    // would stay attached.
    //
    static int authorize (void* self, int code, const char* a, const char* b,
                          const char*, const char*)
    {
      if (code == SQLITE_PRAGMA || code == SQLITE_ATTACH ||
          code == SQLITE_DETACH)
        return SQLITE_DENY;

      static_cast<server*> (self)->actions_.push_back (
        action {code, text_or_nothing (code == SQLITE_ALTER_TABLE ? b : a)});
      return SQLITE_OK;
    }

    sqlite3* db_ = nullptr;
    actions actions_;
  };

  bool names (const effect& e, const std::string& table)
  {
    return std::any_of (
      e.tables.begin (), e.tables.end (),
      [&] (const name& n)
      { return sqlite3_stricmp (n.table.c_str (), table.c_str ()) == 0; });
  }

  bool erased (int code)
  {
    return code == SQLITE_DELETE || code == SQLITE_DROP_TABLE ||
           code == SQLITE_ALTER_TABLE;
  }

  void check_table (const effect& e, const action& a, bool single)
  {
    if (a.what.compare (0, 7, "sqlite_") == 0)
      return;

    require (names (e, a.what), "a table that is written is named");
    require (!erased (a.code) || e.erases, "what erases is known to");

    if (!single)
      return;

    require (e.verb != verb::none, "what writes has a verb");
    require (!erased (a.code) || e.verb == verb::erase ||
               e.verb == verb::other,
             "what erases does not insert or update");
    require (a.code != SQLITE_INSERT || e.verb == verb::insert ||
               e.verb == verb::other,
             "what inserts does not update or erase");
    require (a.code != SQLITE_UPDATE || e.verb != verb::erase,
             "what updates does not erase");
  }

  void check_boundary (const effect& e, const action& a, bool single)
  {
    if (!single)
      require (a.what == "BEGIN" || e.commits,
               "what ends a transaction in between is known to");
    else
      require (e.boundary == (a.what == "BEGIN"    ? boundary::begin
                              : a.what == "COMMIT" ? boundary::commit
                                                   : boundary::rollback),
               "a boundary is known");
  }

  void check (const effect& e, const action& a, bool single)
  {
    switch (a.code)
    {
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
    case SQLITE_DROP_TABLE:
    case SQLITE_ALTER_TABLE:
      check_table (e, a, single);
      break;
    case SQLITE_TRANSACTION:
      check_boundary (e, a, single);
      break;
    case SQLITE_SAVEPOINT:
      require (a.what != "RELEASE" || e.commits_alone,
               "the release of a savepoint may commit");
    }
  }
}

extern "C" int LLVMFuzzerTestOneInput (const std::uint8_t* data,
                                       std::size_t size)
{
  static server sqlite;

  std::string text (reinterpret_cast<const char*> (data), size);
  text.erase (std::min (text.size (), text.find ('\0')));
  effect e (analyse (text.c_str (), dialect::sqlite));

  if (e.unknown_tables)
    return 0;

  std::vector<actions> all (sqlite.prepare (text));

  require (all.size () < 2 || e.several, "several statements are");

  for (const actions& statement : all)
    for (const action& a : statement)
      check (e, a, !e.several);

  return 0;
}
