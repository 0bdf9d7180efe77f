#include <odb_alkey/changes/table-catalog.hxx>

#include <algorithm>

#include <strings.h>

#include <odb_alkey/detail/literal.hxx>
#include <odb_alkey/support/escapes.hxx>
#include <odb_alkey/support/fork.hxx>

namespace odb_alkey
{
  namespace changes
  {
    namespace
    {
      // The name in SQL that a valid escaped name stands for.
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
          else
          {
            if (support::read_escape (&escaped[i], escaped.size () - i, c))
              i += 2;

            n.table += c;
          }
        }

        return n;
      }

      void add (std::vector<std::string>& to, const std::string& s)
      {
        if (std::find (to.begin (), to.end (), s) == to.end ())
          to.push_back (s);
      }
    }

    // A bound that is beyond the depth of hierarchies.
    //
    const unsigned deepest = 16;

    class table_catalog::fork_guard final: private support::fork_aware
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
      support::fork_registration registration_ {*this};
    };

    table_catalog::table_catalog (const detail::table_names& n,
                                  const sql::dialect& d)
        : names_ (n), classes_ (n), dialect_ (d),
          fork_guard_ (new fork_guard (mutex_))
    {
    }

    table_catalog::~table_catalog () = default;

    std::size_t table_catalog::generation () const noexcept
    {
      return told_.load (std::memory_order_acquire) + names_.count () +
             detail::class_registration::count ();
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

    // If case may not matter, one sweep too many is better than one too few.
    //
    bool table_catalog::same (const std::string& a,
                              const std::string& b) const noexcept
    {
      std::size_t cut (dialect_.cuts_names);

      if (!dialect_.folds_names)
        return strcasecmp (a.c_str (), b.c_str ()) == 0;

      return a == b || (cut != 0 && a.size () >= cut && b.size () >= cut &&
                        a.compare (0, cut, b, 0, cut) == 0);
    }

    // Only the session knows the schema of a name without one.
    //
    bool table_catalog::same (const sql::name& a,
                              const sql::name& b) const noexcept
    {
      return same (a.table, b.table) &&
             (a.schema.empty () || b.schema.empty () ||
              same (a.schema, b.schema));
    }

    table_catalog::owners table_catalog::certain (const sql::name& n,
                                                  unsigned depth) const
    {
      owners r;

      classes_.each_table (
        [&] (const std::string& table, const std::string& owner)
        {
          if (same (unescape (table), n))
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

        for (const schema_table::reference& p : t.references)
          if (p.how == schema_table::reference::kind::part)
            for (const std::string& o : certain (p.table, depth - 1))
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

    // ODB names a container's table by the class's table and the member.
    //
    table_catalog::owners table_catalog::guess (const sql::name& n) const
    {
      owners r;

      classes_.each_table (
        [&] (const std::string& table, const std::string& owner)
        {
          if (starts_with_table (n, unescape (table)))
            add (r, owner);
        });

      return r;
    }

    // Adds what changes with a table that no tracked class owns. That is
    // certain only if the tables of all classes are known, and the schema has
    // this one.
    //
    void
    table_catalog::add_changes_of_nobody (bool has_table,
                                          std::vector<identifier>& to) const
    {
      if (!classes_.every_table_known ())
        to.push_back (identifier::sweep_of_everything ());
      else if (!has_table)
        to.push_back (identifier::everything ());
    }

    std::shared_ptr<forgotten_class>
    table_catalog::remember (const detail::class_registration& f) const
    {
      std::shared_ptr<forgotten_class>& r (forgotten_[&f]);

      if (r == nullptr)
      {
        r = std::make_shared<forgotten_class> ();
        r->name = detail::type_name (f.type);
      }

      return r;
    }

    table_effect table_catalog::resolve (const sql::name& n) const
    {
      table_effect r;
      std::lock_guard<std::mutex> l (mutex_);
      owners all (certain (n, deepest));

      classes_.each_table (
        [&] (const std::string& table, const std::string&)
        { r.objects = r.objects || same (unescape (table), n); });

      if (all.empty () && !in_schema (n))
      {
        all = guess (n);
        r.guessed = true;
      }

      for (const std::string& o : all)
      {
        r.owners.push_back (table_effect::owner {o, {}});
        classes_.add_changes (o, r.owners.back ().changes);

        if (const detail::class_registration* f = classes_.forgotten (o))
          r.forgotten = remember (*f);
      }

      if (all.empty ())
        add_changes_of_nobody (!r.guessed, r.changes);

      return r;
    }

    // Parts that are erased with their object are no other change. But rows
    // that refer to a part may be another object.
    //
    void table_catalog::add_cascades (const sql::name& n,
                                      std::vector<identifier>& to) const
    {
      typedef schema_table::reference::kind kind;

      std::lock_guard<std::mutex> l (mutex_);
      std::vector<const sql::name*> erased {&n};
      std::vector<bool> visited (schema_.size ());

      for (std::size_t i (0); i != erased.size (); ++i)
      {
        for (std::size_t j (0); j != schema_.size (); ++j)
        {
          const schema_table& t (schema_[j]);

          for (const schema_table::reference& r : t.references)
          {
            if (!same (r.table, *erased[i]))
              continue;

            if (r.how != kind::part)
            {
              owners all (certain (t.name, deepest));

              for (const std::string& o : all)
                classes_.add_changes (o, to);

              if (all.empty ())
                add_changes_of_nobody (true, to);
            }

            if (r.how != kind::set && !visited[j])
            {
              visited[j] = true;
              erased.push_back (&t.name);
            }
          }
        }
      }
    }
  }
}
