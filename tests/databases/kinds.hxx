#ifndef TESTS_DATABASES_KINDS_HXX
#define TESTS_DATABASES_KINDS_HXX

#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <odb/database.hxx>

#include <odb_alkey/plugin.hxx>

namespace species
{
  // Rows by their identifiers: all that is stored of each.
  //
  typedef std::map<std::string, std::string> rows;

  // The rows that may change; no others may.
  //
  struct expectation
  {
    std::set<std::string> rows;
    std::set<std::string> tables; // Any of their rows.

    bool expects (const std::string& identifier) const;
    bool expects_table (const std::string& table) const;
  };

  // All that an operation uses and leaves behind.
  //
  struct scene
  {
    odb::database& db;
    odb_alkey::plugin& alkey;
    std::mt19937& random;
    expectation expected;

    // A statement has committed on the way, which cannot be rolled back.
    //
    bool commits = false;

    std::string log;

    int below (int n)
    {
      return static_cast<int> (random () % static_cast<unsigned> (n));
    }

    void row (const std::string& identifier)
    {
      expected.rows.insert (identifier);
    }

    void sweep (const std::string& table)
    {
      expected.tables.insert (table);
    }
  };

  // The operations on one class.
  //
  class kind
  {
  public:
    virtual ~kind () = default;

    virtual std::string table () const = 0;

    // In a transaction of a database without a plugin.
    //
    virtual void dump (odb::database&, rows&) const = 0;

    // The identifiers that rows may have, after it was dumped.
    //
    virtual std::vector<std::string> identifiers () const = 0;

    // Runs an operation at random, in a transaction. It may throw.
    //
    virtual void operation (scene&) const = 0;

    // A statement that is valid by itself.
    //
    virtual std::string statement (scene&) const = 0;
  };

  std::vector<std::unique_ptr<kind>> every_kind ();
}

#endif // TESTS_DATABASES_KINDS_HXX
