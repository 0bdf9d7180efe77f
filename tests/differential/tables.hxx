#ifndef ODB_ALKEY_TESTS_DIFFERENTIAL_TABLES_HXX
#define ODB_ALKEY_TESTS_DIFFERENTIAL_TABLES_HXX

#include <string>
#include <vector>

namespace differential
{
  // A class would have this name: without a schema in the one that is used by
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

  // The tables that each database has: these, and three that refer to each
  // other as ODB declares it. All of them have columns id, n and name, and two
  // rows.
  //
  class tables
  {
  public:
    // Tables of the name logs have this at their end.
    //
    tables (const std::vector<table_name>& plain, char quote,
            const std::string& end_of_logs = std::string ());

    // The statements that create and fill each of them, and all of these.
    //
    const std::vector<std::string>& definitions () const
    {
      return definitions_;
    }

    const std::vector<std::string>& rows () const
    {
      return rows_;
    }

    std::string script () const;

    const std::vector<table_name>& names () const
    {
      return names_;
    }

    std::string quoted (const std::string&) const;
    std::string quoted (const table_name&) const;

  private:
    void add (const table_name&, const std::string& more_columns,
              const std::string& more_values);
    std::string reference (const std::string& to,
                           const std::string& action) const;

    char quote_;
    std::vector<table_name> names_;
    std::vector<std::string> definitions_;
    std::vector<std::string> rows_;
  };
}

#endif // ODB_ALKEY_TESTS_DIFFERENTIAL_TABLES_HXX
