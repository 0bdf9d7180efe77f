#ifndef ODB_ALKEY_SQL_ANALYSER_HXX
#define ODB_ALKEY_SQL_ANALYSER_HXX

#include <initializer_list>
#include <string>

#include <odb_alkey/sql/reader.hxx>
#include <odb_alkey/sql/statement.hxx>

namespace odb_alkey
{
  namespace sql
  {
    // Reads a text, once, as a server with these settings does.
    //
    // It knows the forms of statements that are in use. Whatever deviates from
    // them is given up, and what follows in the text with it: where the one
    // ends, and the other begins, is not sure any more.
    //
    class analyser
    {
    public:
      analyser (const char* text, dialect d, settings s)
          : at_ (text, d, s), dialect_ (d)
      {
      }

      effect all ();

      // After all (): no server with these settings takes the text, or any
      // part of it.
      //
      bool refused () const noexcept;

    private:
      void statement ();
      void skip_statement ();

      void any_statement ();

      // A statement that is part of another one, which begins with one of
      // these words, or with a parenthesis.
      //
      void nested (std::initializer_list<const char*> words);

      // True if it is of this kind.
      //
      bool begins_or_ends ();
      bool definition ();
      bool writes ();
      bool reads ();
      bool other ();

      void begin ();
      void end_of_transaction ();
      bool modes_of_transaction ();
      void name_of_transaction ();

      void with ();
      void with_name ();
      void explain ();
      void analyze ();
      void set ();
      bool sets_serializable () const noexcept;
      void set_statement ();
      void prepare ();

      void create ();
      void alter ();
      void alteration ();
      void drop ();
      void rename ();

      sql::verb insert ();
      sql::verb update ();
      void erase ();
      void erase_several ();
      void merge ();
      void truncate ();
      void copy ();
      void load ();
      void refresh ();

      // What is left of a statement whose tables are known: expressions and
      // queries, and clauses of this one, in which nothing else is written.
      //
      enum class clauses
      {
        query,
        single, // UPDATE or DELETE, where FROM would rename the table.
        merge,
        definition
      };

      void rest (clauses = clauses::query);
      bool harmless (clauses, bool outermost) const noexcept;
      bool shares_rows () const noexcept;
      void into ();

      // Tables that are named here; if they are not, it is not understood.
      //
      void one ();
      void list ();
      void references ();
      void add (const name&);
      void expect (bool);
      void not_understood ();

      bool mysql () const noexcept
      {
        return dialect_ == dialect::mysql;
      }

      bool pgsql () const noexcept
      {
        return dialect_ == dialect::pgsql;
      }

      void commits_in_mysql () noexcept
      {
        effect_.commits = effect_.commits || mysql ();
      }

      reader at_;
      const dialect dialect_;
      effect effect_;
      bool ended_ = false; // One of several.
      bool given_up_ = false;

      // Of the statement that is being read: its first word, what it does to
      // the transaction, how it changes rows, and how many others it is
      // within.
      //
      std::string word_ {"?"};
      sql::boundary boundary_ = sql::boundary::none;
      sql::verb verb_ = sql::verb::none;
      unsigned depth_ = 0;
    };
  }
}

#endif // ODB_ALKEY_SQL_ANALYSER_HXX
