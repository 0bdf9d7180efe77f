#include <odb_alkey/changes/table-catalog.hxx>

#include <algorithm>

#include <strings.h>

#include <odb_alkey/changes/class-facts.hxx>
#include <odb_alkey/redis/fork.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      unsigned digit (char c) noexcept
      {
        return static_cast<unsigned> (c <= '9' ? c - '0' : c - 'A' + 10);
      }

      // A valid name, as SQL would have it.
      //
      sql::name unescape (const std::string& escaped)
      {
        sql::name n;

        for (std::size_t i (0); i != escaped.size (); ++i)
        {
          char c (escaped[i]);

          if (c == '.')
          {
            n.schema = std::move (n.table);
            n.table.clear ();
          }
          else if (c == '%')
          {
            n.table += static_cast<char> (digit (escaped[i + 1]) * 16 +
                                          digit (escaped[i + 2]));
            i += 2;
          }
          else
            n.table += c;
        }

        return n;
      }

      void add (std::vector<std::string>& to, const std::string& s)
      {
        if (std::find (to.begin (), to.end (), s) == to.end ())
          to.push_back (s);
      }
    }

    class table_catalog::fork_guard final: private redis::fork_aware
    {
    public:
      explicit fork_guard (std::mutex& m): mutex_ (m) {}

    private:
      void before_fork () noexcept override
      {
        mutex_.lock ();
      }

      void after_fork (bool) noexcept override
      {
        mutex_.unlock ();
      }

      std::mutex& mutex_;
      redis::fork_registration registration_ {*this};
    };

    table_catalog::table_catalog (const table_names& n, sql::dialect d)
        : names_ (n), dialect_ (d), fork_guard_ (new fork_guard (mutex_))
    {
    }

    table_catalog::~table_catalog () = default;

    std::size_t table_catalog::generation () const noexcept
    {
      return told_.load (std::memory_order_acquire) + names_.count () +
             class_fact::count ();
    }

    void table_catalog::owns (const sql::name& table, const std::string& owner)
    {
      std::lock_guard<std::mutex> l (mutex_);
      owned_.emplace_back (table, owner);
      told_.fetch_add (1, std::memory_order_release);
    }

    void table_catalog::add_schema (const std::vector<schema_table>& v)
    {
      std::lock_guard<std::mutex> l (mutex_);
      schema_.insert (schema_.end (), v.begin (), v.end ());
      told_.fetch_add (1, std::memory_order_release);
    }

    // PostgreSQL's names were folded before. Elsewhere whether case matters
    // is a matter of settings and file systems: better one sweep too many.
    //
    bool table_catalog::same (const std::string& a,
                              const std::string& b) const noexcept
    {
      return dialect_ == sql::dialect::pgsql
               ? a == b
               : strcasecmp (a.c_str (), b.c_str ()) == 0;
    }

    // Which schema a name without one is in, only the session knows.
    //
    bool table_catalog::same (const sql::name& a,
                              const sql::name& b) const noexcept
    {
      return same (a.table, b.table) &&
             (a.schema.empty () || b.schema.empty () ||
              same (a.schema, b.schema));
    }

    // Calls f with each table whose rows are objects of a class, and the name
    // of the one that names them.
    //
    template <typename F>
    void table_catalog::each_class (F f) const
    {
      for (const class_fact* i (class_fact::first ()); i != nullptr;
           i = i->next)
      {
        if (i->what != class_fact::kind::owns)
          continue;

        const std::string* owner (i->table (names_));
        const std::string* table (i->other (names_));

        if (owner != nullptr)
          f (unescape (*owner), *owner);

        if (owner != nullptr && table != nullptr && table != owner)
          f (unescape (*table), *owner);
      }
    }

    table_catalog::owners table_catalog::certain (const sql::name& n,
                                                  unsigned depth) const
    {
      owners r;

      each_class (
        [&] (const sql::name& table, const std::string& owner)
        {
          if (same (table, n))
            add (r, owner);
        });

      for (const std::pair<sql::name, std::string>& p : owned_)
        if (same (p.first, n))
          add (r, p.second);

      if (!r.empty () || depth == 0)
        return r;

      for (const schema_table& t : schema_)
      {
        if (!same (t.name, n))
          continue;

        for (const sql::name& p : t.parents)
          for (const std::string& o : certain (p, depth - 1))
            add (r, o);
      }

      return r;
    }

    bool table_catalog::in_schema (const sql::name& n) const
    {
      return std::any_of (schema_.begin (), schema_.end (),
                          [&] (const schema_table& t)
                          { return same (t.name, n); });
    }

    bool table_catalog::starts_with_table (const sql::name& n,
                                           const sql::name& table) const
    {
      std::size_t size (table.table.size ());

      if (n.table.size () <= size || n.table[size] != '_')
        return false;

      sql::name start (n);
      start.table.resize (size);
      return same (start, table);
    }

    bool table_catalog::every_class_known () const
    {
      for (const class_fact* i (class_fact::first ()); i != nullptr;
           i = i->next)
        if (!i->gone () && i->table (names_) == nullptr)
          return false;

      return true;
    }

    // ODB calls a container's table by its class's and the member.
    //
    table_catalog::owners table_catalog::guess (const sql::name& n) const
    {
      owners r;

      each_class (
        [&] (const sql::name& table, const std::string& owner)
        {
          if (starts_with_table (n, table))
            add (r, owner);
        });

      return r;
    }

    // Whether it tells of parents of objects of this table.
    //
    bool table_catalog::is_parenthood (const class_fact& f,
                                       const std::string& table) const
    {
      const std::string* t (f.what != class_fact::kind::owns ? f.table (names_)
                                                             : nullptr);
      return t != nullptr && *t == table;
    }

    bool table_catalog::has_parents (const std::string& table) const
    {
      for (const class_fact* i (class_fact::first ()); i != nullptr;
           i = i->next)
        if (is_parenthood (*i, table))
          return true;

      return false;
    }

    table_effect table_catalog::resolve (const sql::name& n) const
    {
      // As deep as hierarchies are.
      //
      const unsigned depth (16);

      table_effect r;
      std::lock_guard<std::mutex> l (mutex_);
      r.owners = certain (n, depth);

      each_class ([&] (const sql::name& table, const std::string&)
                  { r.objects = r.objects || same (table, n); });

      if (r.owners.empty () && !in_schema (n))
      {
        r.owners = guess (n);
        r.guessed = true;
      }

      for (const std::string& o : r.owners)
      {
        r.changes.push_back (identifier::sweep (o));

        // Whose parents they are is not known either.
        //
        for (const class_fact* i (class_fact::first ()); i != nullptr;
             i = i->next)
        {
          if (!is_parenthood (*i, o))
            continue;

          const std::string* parent (i->other (names_));
          r.changes.push_back (parent != nullptr
                                 ? identifier::sweep (*parent)
                                 : identifier::sweep_of_everything ());
        }
      }

      // A class whose table is not known yet may be its owner.
      //
      if (r.owners.empty ())
        r.changes.push_back (every_class_known ()
                               ? identifier::everything ()
                               : identifier::sweep_of_everything ());

      return r;
    }
  }
}
