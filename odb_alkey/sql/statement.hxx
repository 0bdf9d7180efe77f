#ifndef ODB_ALKEY_SQL_STATEMENT_HXX
#define ODB_ALKEY_SQL_STATEMENT_HXX

#include <string>
#include <vector>

#include <odb_alkey/sql/dialect.hxx>

namespace odb_alkey
{
  namespace sql
  {
    // A table as a statement names it. The schema is empty if the statement
    // names none.
    //
    struct name
    {
      std::string schema;
      std::string table;
    };

    // How a statement begins or ends the transaction of its connection. A
    // rollback to a savepoint does neither.
    //
    enum class boundary
    {
      none,
      begin,
      commit,
      rollback
    };

    // How a statement changes rows. Several statements are another change.
    //
    enum class verb
    {
      none,
      insert,
      update,
      erase,
      other
    };

    // The changes that a text of SQL makes, as far as the text tells.
    //
    struct effect
    {
      // If the text has several statements, this is the last boundary among
      // them.
      //
      sql::boundary boundary = sql::boundary::none;
      bool several = false;

      sql::verb verb = sql::verb::none;

      // The tables whose rows it may change, each once.
      //
      std::vector<name> tables;

      // It may change tables that are not known. Then the word is the first
      // one of the statement that was not understood, for messages.
      //
      bool unknown_tables = false;
      std::string word;

      // It may delete rows, or replace them by others, so that the rows that
      // refer to them may change, too.
      //
      bool erases = false;

      // It commits the statements before it, though it is no COMMIT, and those
      // after it may commit by themselves. In MySQL most statements that are
      // not about rows do this; and so does a boundary among other statements.
      //
      bool commits = false;

      // It does so if no transaction was begun: SQLite begins one with the
      // first SAVEPOINT and commits it with its RELEASE.
      //
      bool commits_alone = false;

      // It locks the rows that it reads; or it may set the isolation level
      // SERIALIZABLE, with which every query locks them. They are false where
      // a deadlock does not end the transaction.
      //
      bool locks = false;
      bool serializes = false;
    };

    // Finds out what a text of SQL changes.
    //
    // A text that is understood changes the tables that are named, and no
    // others. A text that is not understood may change anything, and so may
    // one that a server reads in different ways, depending on its settings.
    // Views, triggers, rules, foreign keys and functions may change more than
    // the text tells.
    //
    // It takes time in proportion to the text, and no memory for it.
    //
    effect analyse (const char* text, const dialect&);
  }
}

#endif // ODB_ALKEY_SQL_STATEMENT_HXX
