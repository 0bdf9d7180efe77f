#ifndef ODB_ALKEY_TESTS_DIFFERENTIAL_SUBJECT_HXX
#define ODB_ALKEY_TESTS_DIFFERENTIAL_SUBJECT_HXX

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/sql/statement.hxx>

namespace differential
{
  // A class would have it so: without a schema in the one that is used by
  // default, where a temporary table hides another one.
  //
  struct table_name
  {
    std::string schema;
    std::string table;

    friend bool operator<(const table_name& a, const table_name& b)
    {
      return a.schema != b.schema ? a.schema < b.schema : a.table < b.table;
    }
  };

  // Everything that there is to see of each.
  //
  typedef std::map<table_name, std::string> contents;

  // The effect of a text.
  //
  struct outcome
  {
    // All of it.
    //
    bool accepted = false;
    std::string error;

    // The transaction that it was executed in is not open any more.
    //
    bool ended = false;

    // Tables that have other rows, or came, or are gone.
    //
    std::vector<table_name> changed;
  };

  // A database with some tables, and rows in them.
  //
  class subject
  {
  public:
    subject () = default;
    virtual ~subject () = default;

    subject (const subject&) = delete;
    subject& operator= (const subject&) = delete;

    // After that everything is as before. The first text is executed before,
    // and sets how the server reads the other one.
    //
    virtual outcome execute (const std::string& settings,
                             const std::string& text) = 0;

    // The texts that made the tables, which tell of cascades.
    //
    virtual std::vector<std::string> definitions () const = 0;

    virtual contents initial () const = 0;
  };

  std::vector<table_name> differences (const contents&, const contents&);

  // Adds those that are not among them yet.
  //
  void add (std::vector<table_name>&, const std::vector<table_name>& more);

  // The database that this program is about, for all of its tests.
  //
  subject& database ();

  // Each database has these: how it is made, and the grammar of its SQL, which
  // has rules text, for any, own, for those of ODB, settings, for what is
  // executed before a text, and gap, for what may separate words.
  //
  std::unique_ptr<subject> make_subject ();
  extern const char* const rules;
  extern const odb_alkey::sql::dialect dialect;
}

#endif // ODB_ALKEY_TESTS_DIFFERENTIAL_SUBJECT_HXX
