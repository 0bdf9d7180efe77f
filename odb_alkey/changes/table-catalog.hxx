#ifndef ODB_ALKEY_CHANGES_TABLE_CATALOG_HXX
#define ODB_ALKEY_CHANGES_TABLE_CATALOG_HXX

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <odb_alkey/changes/table-names.hxx>
#include <odb_alkey/identifier.hxx>
#include <odb_alkey/sql/statement.hxx>

namespace odb_alkey
{
  namespace detail
  {
    struct class_fact;

    // What a write to unknown rows of a table changes.
    //
    struct table_effect
    {
      // The tables that name the objects to which the rows belong; empty if
      // no tracked class has to do with it. Guessed ones may be too many.
      //
      std::vector<std::string> owners;
      bool guessed = false;

      // Its rows are objects of a class, not only parts of them.
      //
      bool objects = false;

      std::vector<identifier> changes;
    };

    // Which table belongs to the objects of which class, from what the
    // classes tell, what the generated schema tells, and what the user tells.
    //
    // Any thread may use it.
    //
    class table_catalog
    {
    public:
      table_catalog (const table_names&, sql::dialect);
      ~table_catalog ();

      // Shared by address.
      //
      table_catalog (const table_catalog&) = delete;
      table_catalog& operator= (const table_catalog&) = delete;

      sql::dialect dialect () const noexcept
      {
        return dialect_;
      }

      // The rows of a table belong to the objects of another one, whose name
      // is escaped.
      //
      void owns (const sql::name& table, const std::string& owner);

      // Whether objects of the class with this table, or of one derived from
      // it, have parents.
      //
      bool has_parents (const std::string& table) const;

      // A table that the schema has; and the one that its rows go away with,
      // if any.
      //
      struct schema_table
      {
        sql::name name;
        std::vector<sql::name> parents;
      };

      void add_schema (const std::vector<schema_table>&);

      table_effect resolve (const sql::name&) const;

      // Changes when an answer may have changed.
      //
      std::size_t generation () const noexcept;

    private:
      typedef std::vector<std::string> owners;

      bool same (const std::string&, const std::string&) const noexcept;
      bool same (const sql::name&, const sql::name&) const noexcept;
      bool starts_with_table (const sql::name&, const sql::name&) const;

      owners certain (const sql::name&, unsigned depth) const;
      owners guess (const sql::name&) const;
      bool in_schema (const sql::name&) const;
      bool every_class_known () const;
      bool is_parenthood (const class_fact&, const std::string& table) const;

      template <typename F>
      void each_class (F) const;

      const table_names& names_;
      const sql::dialect dialect_;

      mutable std::mutex mutex_;
      std::vector<std::pair<sql::name, std::string>> owned_;
      std::vector<schema_table> schema_;
      std::atomic<std::size_t> told_ {0};

      // Around fork (), so that a child does not inherit a lock that another
      // thread holds.
      //
      class fork_guard;
      std::unique_ptr<fork_guard> fork_guard_;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_TABLE_CATALOG_HXX
