#ifndef ODB_ALKEY_CHANGES_TABLE_CATALOG_HXX
#define ODB_ALKEY_CHANGES_TABLE_CATALOG_HXX

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <odb_alkey/changes/known-classes.hxx>
#include <odb_alkey/detail/table-names.hxx>
#include <odb_alkey/identifier.hxx>
#include <odb_alkey/sql/statement.hxx>

namespace odb_alkey
{
  namespace changes
  {
    // A class that is tracked and that ODB does not call back, and whether
    // that was said.
    //
    struct forgotten_class
    {
      std::string name;
      std::atomic<bool> told {false};
    };

    // What a write to unknown rows of a table changes.
    //
    struct table_effect
    {
      // The table that names the objects to which the rows belong, and what
      // changes with unknown ones of these.
      //
      struct owner
      {
        std::string table;
        std::vector<identifier> changes;
      };

      // Empty if no tracked class has to do with it. Guessed ones may be too
      // many.
      //
      std::vector<owner> owners;
      bool guessed = false;

      // Its rows are objects of a class, not only parts of them.
      //
      bool objects = false;

      // The class whose objects they are without that an operation on an
      // object announces them; null if there is none.
      //
      std::shared_ptr<forgotten_class> forgotten;

      // What changes if it has no owner.
      //
      std::vector<identifier> changes;

      bool owned_by (const std::string& table) const noexcept
      {
        for (const owner& o : owners)
          if (o.table == table)
            return true;

        return false;
      }
    };

    // Which table belongs to the objects of which class, from what the
    // classes tell, what the generated schema tells, and what the user tells.
    //
    // Any thread may use it.
    //
    class table_catalog
    {
    public:
      table_catalog (const detail::table_names&, const sql::dialect&);
      ~table_catalog ();

      // Shared by address.
      //
      table_catalog (const table_catalog&) = delete;
      table_catalog& operator= (const table_catalog&) = delete;

      const sql::dialect& dialect () const noexcept
      {
        return dialect_;
      }

      // The rows of a table belong to the objects of another one, whose name
      // is escaped.
      //
      void owns (const sql::name& table, const std::string& owner);

      const known_classes& classes () const noexcept
      {
        return classes_;
      }

      // A table that the schema has, and what becomes of its rows if those
      // are erased that they refer to.
      //
      struct schema_table
      {
        struct reference
        {
          enum class kind
          {
            part,    // They are parts of the same object, and go with it.
            cascade, // They go.
            set      // They are changed.
          };

          sql::name table;
          kind how = kind::part;
        };

        sql::name name;
        std::vector<reference> references;
      };

      void add_schema (const std::vector<schema_table>&);

      table_effect resolve (const sql::name&) const;

      // Adds what changes besides, over any number of references, if rows of
      // the table are erased.
      //
      void add_cascades (const sql::name&, std::vector<identifier>&) const;

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
      void add_changes_of_nobody (bool has_table,
                                  std::vector<identifier>&) const;
      std::shared_ptr<forgotten_class>
      remember (const detail::class_registration&) const;

      const detail::table_names& names_;
      const known_classes classes_;
      const sql::dialect& dialect_;

      mutable std::mutex mutex_;
      std::vector<std::pair<sql::name, std::string>> owned_;
      std::vector<schema_table> schema_;
      mutable std::map<const detail::class_registration*,
                       std::shared_ptr<forgotten_class>>
        forgotten_;
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
