#ifndef ODB_ALKEY_SQL_STATEMENT_HXX
#define ODB_ALKEY_SQL_STATEMENT_HXX

#include <string>
#include <vector>

#include <odb_alkey/sql/token.hxx>

namespace odb_alkey
{
  namespace sql
  {
    // A table as a statement names it; without the schema if it does not.
    //
    struct name
    {
      std::string schema;
      std::string table;
    };

    // What a statement, or several in one string, do to the transaction that
    // is open on their connection.
    //
    enum class boundary
    {
      none,
      begin,
      commit,
      rollback
    };

    // What kind of change a single statement makes to rows.
    //
    enum class verb
    {
      none,
      insert,
      update,
      erase,
      other
    };

    // What the text of a statement tells of what it changes.
    //
    struct effect
    {
      // Of several statements the last that is any: a rollback to a savepoint
      // is none.
      //
      sql::boundary boundary = sql::boundary::none;
      bool several = false;

      sql::verb verb = sql::verb::none;

      // The tables whose rows it may change. More than one if it names
      // several, or if the text is several statements.
      //
      std::vector<name> tables;

      // It may change others, which are not known. The word is the one that
      // it begins with.
      //
      bool anything = false;
      std::string word;

      // It commits what came before it, though it is no COMMIT, and what
      // comes after it may commit by itself: most of what is not about rows
      // does in MySQL, and so does a boundary among other statements.
      //
      bool commits = false;

      // The same, if no transaction was begun: SQLite begins one with the
      // first SAVEPOINT and commits it with its RELEASE.
      //
      bool commits_alone = false;
    };

    // Errs on the side of change: what is not understood may change
    // anything. What a view, a trigger, a rule, a foreign key or a function
    // changes besides is not known from the text.
    //
    effect analyse (const char* text, dialect);
  }
}

#endif // ODB_ALKEY_SQL_STATEMENT_HXX
