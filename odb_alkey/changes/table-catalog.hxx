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
    // A tracked class whose callback is missing, and if the log says so yet.
    //
    struct forgotten_class
    {
      std::string name;
      std::atomic<bool> told {false};
    };

    // The changes that a write to unknown rows of a table makes.
    //
    struct table_effect
    {
      // A class to whose objects the rows belong, by the table that is in
      // their identifiers, and what changes with unknown objects of it.
      //
      struct owner
      {
        std::string table;
        std::vector<identifier> changes;
      };

      // There are none if no tracked class has to do with the table. If they
      // are guessed, some may be wrong.
      //
      std::vector<owner> owners;
      bool guessed = false;

      // The rows are objects of a class, rather than parts of objects.
      //
      bool objects = false;

      // A class among the owners whose callback is missing, so that no
      // operation on an object announces the write; null if there is none.
      //
      std::shared_ptr<forgotten_class> forgotten;

      // The changes if there is no owner.
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

    // Knows which table belongs to the objects of which class: from the
    // classes, from the generated schema, and from the user.
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

      // The rows of a table belong to the objects of another table, whose name
      // is escaped.
      //
      void owns (const sql::name& table, const std::string& owner);

      const known_classes& classes () const noexcept
      {
        return classes_;
      }

      // A table of the schema, with the references that change or erase its
      // rows when the rows are erased to which they refer.
      //
      struct schema_table
      {
        struct reference
        {
          enum class kind
          {
            part,    // Both are parts of one object, and both are erased.
            cascade, // The row is erased.
            set      // The row is changed.
          };

          sql::name table;
          kind how = kind::part;
        };

        sql::name name;
        std::vector<reference> references;
      };

      void add_schema (const std::vector<schema_table>&);

      table_effect resolve (const sql::name&) const;

      // Adds what changes in other tables, over any number of references, if
      // rows of this table are erased.
      //
      void add_cascades (const sql::name&, std::vector<identifier>&) const;

      // A number that changes when the answers may have changed.
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

      // Holds the lock during fork (), so that a child does not inherit it
      // from another thread.
      //
      class fork_guard;
      std::unique_ptr<fork_guard> fork_guard_;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_TABLE_CATALOG_HXX
