#ifndef ODB_ALKEY_SQL_STATEMENT_HXX
#define ODB_ALKEY_SQL_STATEMENT_HXX

#include <string>
#include <vector>

#include <odb_alkey/sql/lexeme.hxx>

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
      bool unknown_tables = false;
      std::string word;

      // It may delete rows, or put others in their place, so that what refers
      // to them may change, too.
      //
      bool erases = false;

      // It commits what came before it, though it is no COMMIT, and what
      // comes after it may commit by itself: most of what is not about rows
      // does in MySQL, and so does a boundary among other statements.
      //
      bool commits = false;

      // The same, if no transaction was begun: SQLite begins one with the
      // first SAVEPOINT and commits it with its RELEASE.
      //
      bool commits_alone = false;

      // MySQL only: it reads rows that it locks, so that it may meet a
      // deadlock, as what writes may; or it may set the isolation level
      // SERIALIZABLE, with which every query does.
      //
      bool locks = false;
      bool serializes = false;
    };

    // What is recognised is that a text writes nothing, or only these tables;
    // whatever is not recognised may change anything, and so may what a
    // server reads in one way or another, depending on its settings. What a
    // view, a trigger, a rule, a foreign key or a function changes besides is
    // not known from the text.
    //
    // Takes time in proportion to the text, and no memory for it.
    //
    effect analyse (const char* text, dialect);
  }
}

#endif // ODB_ALKEY_SQL_STATEMENT_HXX
