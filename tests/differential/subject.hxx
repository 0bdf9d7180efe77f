#ifndef ODB_ALKEY_TESTS_DIFFERENTIAL_SUBJECT_HXX
#define ODB_ALKEY_TESTS_DIFFERENTIAL_SUBJECT_HXX

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/sql/statement.hxx>

#include "tables.hxx"

namespace differential
{
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
    explicit subject (const tables& t): tables_ (t) {}
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
    const std::vector<std::string>& definitions () const
    {
      return tables_.definitions ();
    }

    const contents& initial () const
    {
      return initial_;
    }

  protected:
    // Empty if all of the text is executed. The other one throws otherwise.
    //
    virtual std::string error_of (const std::string& text) = 0;
    void must (const std::string& text);

    const tables tables_;
    contents initial_;
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
