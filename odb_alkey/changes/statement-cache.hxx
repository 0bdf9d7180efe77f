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
    // The meaning of a statement for tracked objects.
    //
    struct statement_meaning
    {
      // These are as in sql::effect.
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

      // The changes in other tables when it erases rows.
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

      // True if all rows that it may write belong to objects of the tracked
      // class with this table. Some may belong to objects of other classes,
      // too.
      //
      bool is_of (const std::string& table) const noexcept;

      // True if rows that it may write belong to objects of several classes.
      //
      bool shared () const noexcept;

      // True if it may write rows that are objects, rather than parts of
      // objects.
      //
      bool objects () const noexcept;

      // True if it may change objects of tracked classes.
      //
      bool affects_tracked () const noexcept;

      // Calls f with each identifier that changes if it is not known which
      // rows it writes.
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

      // The same if the changed objects of the class with this table are
      // known, and their parents are: these are left out.
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

    // The statements that a connection has executed, so that one that comes
    // again need not be read again: only its text is compared.
    //
    // Used by one thread at a time.
    //
    class statement_cache
    {
    public:
      // The meaning of a text, or null if it has none for tracked objects or
      // transactions. The reference is valid until the next call.
      //
      const statement_ptr& find (const char* text, const table_catalog&);

      // The same, without a cache.
      //
      static statement_ptr understand (const char* text, const table_catalog&);

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
