#ifndef ODB_ALKEY_IDENTIFIER_HXX
#define ODB_ALKEY_IDENTIFIER_HXX

#include <cstddef>
#include <iosfwd>
#include <string>

namespace odb_alkey
{
  // The name of an object, a table or everything, whose changes are counted.
  //
  //   alkey:users#1   an object: the row of table users whose id is 1
  //   alkey:users#*   any change to the table
  //   alkey:*#*       any change at all
  //   alkey:users#!   a sweep: a write to unknown rows of the table
  //   alkey:*#!       a sweep of every table
  //
  // Tables and ids consist of letters, digits, '_', '-', '.', '~', '+', '@'
  // and, for every other byte, %XX with upper-case digits. A dot separates
  // the schema from the table, and commas separate the parts of a composite
  // id; inside a name these two are escaped. So no table and no id can look
  // like another one or like a wildcard, and each object has exactly one
  // identifier: "alkey:users#%41" is invalid, because A needs no escape. The
  // grammar is in schema/redis/README.md.
  //
  //   odb_alkey::identifier i ("alkey:users#1");
  //
  // Identifiers can be copied. Threads may share a const one.
  //
  class identifier
  {
  public:
    enum class kind
    {
      object,
      table,
      everything,
      sweep,
      sweep_of_everything
    };

    // Parses the text. Throws invalid_identifier, which shows the text and the
    // form that is accepted.
    //
    explicit identifier (const std::string& text);

    // These take a table and an id that are escaped already.
    //
    static identifier object (const std::string& table, const std::string& id);
    static identifier table (const std::string& table);
    static identifier sweep (const std::string& table);
    static identifier everything ();
    static identifier sweep_of_everything ();

    // True if the text is a whole, valid identifier.
    //
    static bool valid (const char* text, std::size_t size) noexcept;
    static bool valid (const std::string& text) noexcept
    {
      return valid (text.data (), text.size ());
    }

    const std::string& str () const noexcept
    {
      return text_;
    }

    kind what () const noexcept;

    // Returns the escaped name of the table, or "*".
    //
    std::string table_name () const;

    friend bool operator== (const identifier& a, const identifier& b) noexcept
    {
      return a.text_ == b.text_;
    }

    friend bool operator!= (const identifier& a, const identifier& b) noexcept
    {
      return a.text_ != b.text_;
    }

    friend bool operator<(const identifier& a, const identifier& b) noexcept
    {
      return a.text_ < b.text_;
    }

  private:
    struct canonical
    {
    };

    identifier (canonical, std::string text);

    std::string text_;
  };

  std::ostream& operator<< (std::ostream&, const identifier&);
}

#endif // ODB_ALKEY_IDENTIFIER_HXX
