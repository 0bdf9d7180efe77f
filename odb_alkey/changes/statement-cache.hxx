#ifndef ODB_ALKEY_CHANGES_STATEMENT_CACHE_HXX
#define ODB_ALKEY_CHANGES_STATEMENT_CACHE_HXX

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/changes/table-catalog.hxx>
#include <odb_alkey/sql/statement.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // What a statement means for tracked objects.
    //
    struct statement_meaning
    {
      // See sql::effect.
      //
      sql::boundary boundary = sql::boundary::none;
      sql::verb verb = sql::verb::none;
      bool commits = false;
      bool commits_alone = false;
      bool anything = false;
      std::string word;

      std::vector<table_effect> tables;

      bool writes () const noexcept
      {
        return anything || !tables.empty ();
      }

      bool matters () const noexcept
      {
        return writes () || commits || commits_alone ||
               boundary != sql::boundary::none;
      }

      // Whether no rows of other tracked classes can be concerned than of the
      // one that this table is of.
      //
      bool only_of (const std::string& table) const noexcept;

      // Whether it may change rows that are objects, rather than parts of
      // them.
      //
      bool objects () const noexcept;

      // Whether anything but everything is changed.
      //
      bool concerns () const noexcept;

      // Calls f with each identifier that is changed, if the rows are not
      // known.
      //
      template <typename F>
      void each_change (F f) const
      {
        if (anything)
          f (identifier::sweep_of_everything ());

        for (const table_effect& t : tables)
          for (const identifier& i : t.changes)
            f (i);
      }
    };

    typedef std::shared_ptr<const statement_meaning> statement_ptr;

    // The statements that a connection has executed: to find one that was
    // there before takes no more than to compare its text. Used by one thread
    // at a time.
    //
    class statement_cache
    {
    public:
      // Null if it does not matter. Valid until the next call.
      //
      const statement_ptr& find (const char* text, const table_catalog&);

    private:
      struct slot
      {
        const char* address = nullptr;
        std::size_t generation = 0;
        std::string text;
        statement_ptr meaning;
      };

      std::vector<slot> slots_;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_STATEMENT_CACHE_HXX
