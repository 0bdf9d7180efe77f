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
    // Reads a text once, as a server with these settings does.
    //
    // It knows the forms of statements that are in use. It gives up at the
    // first deviation from them, and leaves the rest of the text unread: where
    // the next statement begins is not sure any more.
    //
    class analyser
    {
    public:
      analyser (const char* text, const dialect& d, settings s)
          : at_ (text, d, s), dialect_ (d)
      {
      }

      effect all ();

      // True after all () if no server with these settings executes any part
      // of the text.
      //
      bool refused () const noexcept;

    private:
      void statement ();
      void skip_statement ();

      void any_statement ();

      // Reads a statement that is part of another one. It has to begin with
      // one of these words, or with a parenthesis.
      //
      void nested (std::initializer_list<const char*> words);

      // Read the statement if it is of this kind; false if it is not.
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

      // The rest of a statement, which names no more tables to write to: it
      // has expressions and queries, and the clauses of this kind.
      //
      enum class clauses
      {
        query,
        single, // UPDATE or DELETE without a FROM, which may declare aliases.
        merge,
        definition
      };

      void rest (clauses = clauses::query);
      bool harmless (clauses, bool outermost) const noexcept;
      bool shares_rows () const noexcept;
      void into ();

      // Read names of tables, and add them to the effect. It is not understood
      // if there are none.
      //
      void one ();
      void list ();
      void references ();
      void add (const name&);
      void expect (bool);
      void not_understood ();

      // The statement commits wherever statements do that are not about rows.
      //
      void commits_implicitly () noexcept
      {
        effect_.commits = effect_.commits || dialect_.commits_implicitly;
      }

      reader at_;
      const dialect& dialect_;
      effect effect_;
      bool ended_ = false; // The end of a statement was read.
      bool given_up_ = false;

      // These are of the statement that is being read. The depth is the number
      // of statements that it is within.
      //
      std::string word_ {"?"};
      sql::boundary boundary_ = sql::boundary::none;
      sql::verb verb_ = sql::verb::none;
      unsigned depth_ = 0;
    };
  }
}

#endif // ODB_ALKEY_SQL_ANALYSER_HXX
