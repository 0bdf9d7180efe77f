#ifndef ODB_ALKEY_SQL_ANALYSER_HXX
#define ODB_ALKEY_SQL_ANALYSER_HXX

#include <string>
#include <vector>

#include <odb_alkey/sql/reader.hxx>
#include <odb_alkey/sql/statement.hxx>

namespace odb_alkey
{
  namespace sql
  {
    // Reads a text statement by statement, as far as it matters, and adds to
    // what is known of its effect.
    //
    class analyser
    {
    public:
      analyser (const std::vector<token>& t, dialect d, effect& e)
          : at_ (t, d), dialect_ (d), effect_ (e)
      {
      }

      void all ();

    private:
      void statement ();

      // True if the statement is of this kind.
      //
      bool begins_or_ends ();
      bool definition ();
      bool writes ();
      bool other ();

      void end_of_transaction ();
      void explain ();
      void set ();
      void select ();
      void rest ();

      void create ();
      void create_table (bool replace);
      void alter ();
      void drop ();
      void rename ();

      void insert ();
      void update ();
      void update_several ();
      void erase ();
      void erase_several (bool from);
      void truncate ();
      void copy ();
      void load ();

      void targets (const std::vector<name>&,
                    const std::vector<reader::reference>&);

      // Tables that are named here; if they are not, it is not understood.
      //
      void one ();
      void list ();
      void add (const name&);
      void not_understood ();

      bool mysql () const noexcept
      {
        return dialect_ == dialect::mysql;
      }

      // SQL with a single table in UPDATE and DELETE.
      //
      bool plain () const noexcept
      {
        return dialect_ == dialect::pgsql || dialect_ == dialect::sqlite;
      }

      void commits_in_mysql () noexcept
      {
        effect_.commits = effect_.commits || mysql ();
      }

      reader at_;
      dialect dialect_;
      effect& effect_;

      // Of the statement that is being read: its first word, what it does to
      // the transaction, and how it changes rows.
      //
      std::string word_;
      sql::boundary boundary_ = sql::boundary::none;
      sql::verb verb_ = sql::verb::none;

      // Within what defines a trigger or a routine, which consists of
      // statements that are not executed now.
      //
      bool defining_ = false;

      // After WITH, up to the verb.
      //
      bool with_ = false;
    };
  }
}

#endif // ODB_ALKEY_SQL_ANALYSER_HXX
