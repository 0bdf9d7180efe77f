#include "tables.hxx"

namespace differential
{
  tables::tables (const std::vector<table_name>& plain, char quote,
                  const std::string& end_of_logs)
      : quote_ (quote)
  {
    for (const table_name& t : plain)
    {
      add (t, "", "");

      if (t.table == "logs")
        definitions_.back () += end_of_logs;
    }

    add (table_name {"", "house"}, "", "");
    add (table_name {"", "person"}, reference ("house", "CASCADE"), ", 1");
    add (table_name {"", "dog"}, reference ("person", "SET NULL"), ", 1");
  }

  std::string tables::quoted (const std::string& name) const
  {
    std::string r (1, quote_);

    for (char c : name)
      r += std::string (c == quote_ ? 2 : 1, c);

    return r + quote_;
  }

  std::string tables::quoted (const table_name& t) const
  {
    return (t.schema.empty () ? "" : quoted (t.schema) + '.') +
           quoted (t.table);
  }

  std::string tables::script () const
  {
    std::string s;

    for (const auto* v : {&definitions_, &rows_})
      for (const std::string& d : *v)
        s += d + ';';

    return s;
  }

  std::string tables::reference (const std::string& to,
                                 const std::string& action) const
  {
    return ", " + quoted ("of") + " INTEGER, CONSTRAINT " +
           quoted ("of_" + to) + " FOREIGN KEY (" + quoted ("of") +
           ") REFERENCES " + quoted (to) + " (" + quoted ("id") +
           ") ON DELETE " + action;
  }

  void tables::add (const table_name& t, const std::string& more_columns,
                    const std::string& more_values)
  {
    names_.push_back (t);
    definitions_.push_back ("CREATE TABLE " + quoted (t) + " (" +
                            quoted ("id") + " INTEGER NOT NULL PRIMARY KEY, " +
                            quoted ("n") + " INTEGER, " + quoted ("name") +
                            " TEXT" + more_columns + ")");
    rows_.push_back ("INSERT INTO " + quoted (t) + " VALUES (1, 1, 'a'" +
                     more_values + "), (2, 2, 'b'" + more_values + ")");
  }
}
