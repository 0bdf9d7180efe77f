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
  namespace changes
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
      bool unknown_tables = false;
      bool locks = false;
      bool serializes = false;
      std::string word;

      std::vector<table_effect> tables;

      // What its erased rows take along in other tables.
      //
      std::vector<identifier> cascades;

      bool writes () const noexcept
      {
        return unknown_tables || !tables.empty ();
      }

      bool writes_or_commits () const noexcept
      {
        return writes () || commits || commits_alone ||
               boundary != sql::boundary::none;
      }

      bool matters () const noexcept
      {
        return writes_or_commits () || locks || serializes;
      }

      // Whether all rows that can be concerned belong to objects of the
      // tracked class that this table is of, if also to those of others.
      //
      bool is_of (const std::string& table) const noexcept;

      // Whether they belong to those of others, too.
      //
      bool shared () const noexcept;

      // Whether it may change rows that are objects, rather than parts of
      // them.
      //
      bool objects () const noexcept;

      // Whether anything but everything is changed.
      //
      bool affects_tracked () const noexcept;

      // Calls f with each identifier that is changed, if the rows are not
      // known.
      //
      template <typename F>
      void each_change (F f) const
      {
        if (unknown_tables)
          f (identifier::sweep_of_everything ());

        for (const table_effect& t : tables)
        {
          each_change (t, nullptr, f);

          for (const identifier& i : t.changes)
            f (i);
        }

        for (const identifier& i : cascades)
          f (i);
      }

      // The same if it is known which objects of the class with this table are
      // changed, and with which parents.
      //
      template <typename F>
      void each_change_beside (const std::string& table, F f) const
      {
        for (const table_effect& t : tables)
          if (!t.guessed)
            each_change (t, &table, f);

        for (const identifier& i : cascades)
          f (i);
      }

    private:
      template <typename F>
      static void each_change (const table_effect& t,
                               const std::string* but_of, F f)
      {
        for (const table_effect::owner& o : t.owners)
          if (but_of == nullptr || o.table != *but_of)
            for (const identifier& i : o.changes)
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
      struct cached_statement
      {
        const char* address = nullptr;
        std::size_t generation = 0;
        std::string text;
        statement_ptr meaning;
      };

      std::vector<cached_statement> statements_;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_STATEMENT_CACHE_HXX
