#include "kinds.hxx"

#include <algorithm>
#include <functional>
#include <utility>

#include <odb/exceptions.hxx>
#include <odb/transaction.hxx>

#include "species-odb.hxx"

namespace species
{
  std::string leaf::image () const
  {
    std::string r (color + '/');
    if (of)
      r += std::to_string (of.object_id ());
    r += '/';
    for (const auto& p : seen_by)
      r += p.object_id () + ',';
    return r;
  }

  namespace
  {
    const int ids = 7;

    // A table as one may write it.
    //
    std::string spelled (scene& s, const std::string& table)
    {
      bool mysql (s.db.id () == odb::id_mysql);
      std::string quote (mysql ? "`" : "\"");
      std::string upper (table);

      for (char& c : upper)
        c = c >= 'a' && c <= 'z' ? static_cast<char> (c - 'a' + 'A') : c;

      switch (s.below (mysql ? 3 : 4))
      {
      case 0:
        return table;
      case 1:
        return quote + table + quote;
      case 2:
        return (mysql                          ? "test."
                : s.db.id () == odb::id_sqlite ? "main."
                                               : "public.") +
               quote + table + quote;
      default:
        return upper;
      }
    }

    // A comment, or nothing.
    //
    std::string remark (scene& s)
    {
      switch (s.below (4))
      {
      case 0:
        return "/* DELETE FROM plain */ ";
      case 1:
        return "-- '\n";
      default:
        return "";
      }
    }

    template <typename T>
    struct id_of
    {
      static typename odb::object_traits<T>::id_type make (scene& s)
      {
        return static_cast<typename odb::object_traits<T>::id_type> (
          1 + s.below (ids));
      }

      static std::vector<std::string> all ()
      {
        std::vector<std::string> r;
        for (int i (1); i <= ids; ++i)
          r.push_back (std::to_string (i));
        return r;
      }
    };

    template <>
    struct id_of<ticket>
    {
      static place make (scene& s)
      {
        place p;
        p.line = s.below (3);
        p.seat = std::string (1, static_cast<char> ('a' + s.below (3)));
        return p;
      }

      static std::vector<std::string> all ()
      {
        std::vector<std::string> r;
        for (int i (0); i != 3; ++i)
          for (char c : {'a', 'b', 'c'})
            r.push_back (std::to_string (i) + ',' + c);
        return r;
      }
    };

    template <>
    struct id_of<named>
    {
      static std::string make (scene& s)
      {
        return "n" + std::to_string (s.below (ids));
      }

      static std::vector<std::string> all ()
      {
        std::vector<std::string> r;
        for (int i (0); i != ids; ++i)
          r.push_back ("n" + std::to_string (i));
        return r;
      }
    };

    std::string id_text (const place& p)
    {
      return std::to_string (p.line) + ',' + p.seat;
    }

    std::string id_text (const std::string& s)
    {
      return s;
    }

    std::string id_text (unsigned long n)
    {
      return std::to_string (n);
    }

    std::string id_text (int n)
    {
      return std::to_string (n);
    }

    template <typename T>
    class kind_of: public kind
    {
    public:
      typedef typename odb::object_traits<T>::id_type id_type;
      typedef std::shared_ptr<T> pointer;

      kind_of (std::string table, std::vector<std::string> statements)
          : table_ (std::move (table)), statements_ (std::move (statements))
      {
      }

      std::string table () const override
      {
        return table_;
      }

      std::string name (const id_type& id) const
      {
        return "alkey:" + table_ + '#' + id_text (id);
      }

      void dump (odb::database& db, rows& to) const override
      {
        // Not while the query is being read: there may be more statements.
        //
        std::vector<pointer> all;
        odb::result<T> r (db.query<T> ());
        for (auto i (r.begin ()); i != r.end (); ++i)
          all.push_back (i.load ());

        for (const pointer& p : all)
        {
          load_sections (db, *p);
          to[name (id (*p))] = p->image ();
          seen (id (*p));
        }
      }

      std::vector<std::string> identifiers () const override
      {
        std::vector<std::string> r;
        for (const std::string& i : id_of<T>::all ())
          r.push_back ("alkey:" + table_ + '#' + i);

        // Those that the database may give to new objects: it does not give
        // one twice, though what had it was erased or rolled back.
        //
        if (odb::object_traits<T>::auto_id)
          for (unsigned long i (ids + 1); i <= last_ + 40; ++i)
            r.push_back ("alkey:" + table_ + '#' + std::to_string (i));

        return r;
      }

      std::string statement (scene& s) const override
      {
        std::string t (statements_[static_cast<std::size_t> (
          s.below (static_cast<int> (statements_.size ())))]);

        // UPDATE <table> SET n = <dice> WHERE …
        //
        std::string::size_type b;
        while ((b = t.find ('<')) != std::string::npos)
        {
          std::string::size_type e (t.find ('>', b));
          std::string what (t, b + 1, e - b - 1);
          t.replace (b, e - b + 1,
                     what == "?"      ? std::to_string (1 + s.below (ids))
                     : what == "dice" ? std::to_string (s.below (1000000))
                                      : spelled (s, what));
        }

        swept (s);
        return remark (s) + t;
      }

      void operation (scene& s) const override
      {
        switch (s.below (11))
        {
        case 0:
        case 1:
          persist (s);
          break;
        case 2:
        case 3:
        case 4:
          update (s);
          break;
        case 5:
          update_unseen (s);
          break;
        case 6:
          erase (s);
          break;
        case 7:
          s.log += "erase by id\n";
          swept (s);
          s.db.template erase<T> (id_of<T>::make (s));
          break;
        case 8:
          erase_to_the_row (s);
          break;
        case 9:
          special (s);
          break;
        default:
          execute (s);
        }
      }

    protected:
      static id_type id (const T& o)
      {
        return odb::object_traits<T>::id (o);
      }

      virtual pointer make (scene&) const
      {
        return std::make_shared<T> ();
      }

      virtual void load_sections (odb::database&, T&) const {}

      // Those whose tokens change with it.
      //
      virtual void parents (scene&, const T&) const {}
      virtual void unknown_parents (scene&) const {}
      virtual void change_parents (scene&, T&) const {}

      virtual void special (scene& s) const
      {
        update (s);
      }

      void swept (scene& s) const
      {
        s.sweep (table_);
        unknown_parents (s);
      }

      // Runs f on an object that is known; where it throws, ODB has written
      // what nobody knows.
      //
      template <typename F>
      void by_object (scene& s, const T& o, F f) const
      {
        s.row (name (id (o)));
        parents (s, o);

        try
        {
          f ();
        }
        catch (...)
        {
          swept (s);
          throw;
        }

        s.row (name (id (o)));
      }

      pointer any (scene& s) const
      {
        return s.db.template find<T> (id_of<T>::make (s));
      }

      void persist (scene& s) const
      {
        pointer p (make (s));
        set_id (*p, s);
        p->change (s.below (1000000));
        change_parents (s, *p);
        s.log += "persist " + name (id (*p)) + '\n';
        by_object (s, *p, [&] { s.db.persist (*p); });
        seen (id (*p));
      }

      void update (scene& s) const
      {
        pointer p (any (s));

        if (p == nullptr)
          return;

        parents (s, *p);
        p->change (s.below (1000000));
        change_parents (s, *p);
        s.log += "update " + name (id (*p)) + '\n';
        by_object (s, *p, [&] { s.db.update (*p); });
      }

      // One that was never loaded, and may not be there.
      //
      virtual void update_unseen (scene& s) const
      {
        pointer p (make (s));
        set_id (*p, s);
        set_known_id (*p, s);
        p->change (s.below (1000000));
        s.log += "update unseen " + name (id (*p)) + '\n';
        unknown_parents (s);
        by_object (s, *p, [&] { s.db.update (*p); });
      }

      void erase (scene& s) const
      {
        pointer p (any (s));

        if (p == nullptr)
          return;

        s.log += "erase " + name (id (*p)) + '\n';
        by_object (s, *p, [&] { s.db.erase (*p); });
      }

      void erase_to_the_row (scene& s) const
      {
        pointer p (any (s));

        if (p == nullptr)
          return;

        s.log += "alkey.erase " + name (id (*p)) + '\n';
        id_type i (id (*p));
        by_object (s, *p, [&] { s.alkey.template erase<T> (i); });
      }

      void execute (scene& s) const
      {
        std::string t (statement (s));
        s.log += t + '\n';
        s.db.execute (t);
      }

      // Ids that the database makes are not set.
      //
      template <typename U>
      static auto set_id (U& o, scene& s)
        -> decltype (o.id = id_of<U>::make (s), void ())
      {
        if (!odb::object_traits<U>::auto_id)
          o.id = id_of<U>::make (s);
      }

      static void set_known_id (T& o, scene& s)
      {
        if (odb::object_traits<T>::auto_id)
          o.id = id_of<T>::make (s);
      }

      void seen (unsigned long i) const
      {
        last_ = std::max (last_, i);
      }

      template <typename I>
      void seen (const I&) const
      {
      }

    private:
      std::string table_;
      std::vector<std::string> statements_;
      mutable unsigned long last_ = 0;
    };

    // One whose special operation is to erase by a query.
    //
    template <typename T>
    class simple: public kind_of<T>
    {
    public:
      using kind_of<T>::kind_of;

    protected:
      void special (scene& s) const override
      {
        s.log += "erase_query " + this->table () + '\n';
        this->swept (s);
        s.db.template erase_query<T> (odb::query<T>::id == id_of<T>::make (s));
      }
    };

    class sectioned_kind: public kind_of<sectioned>
    {
    public:
      using kind_of::kind_of;

    protected:
      void load_sections (odb::database& db, sectioned& o) const override
      {
        db.load (o, o.full);
      }

      void special (scene& s) const override
      {
        pointer p (any (s));

        if (p == nullptr)
          return;

        load_sections (s.db, *p);
        p->change_section (s.below (1000000));

        if (s.below (2) == 0)
        {
          s.log += "update section\n";
          swept (s);
          s.db.update (*p, p->full);
        }
        else
        {
          s.log += "alkey.update section\n";
          by_object (s, *p, [&] { s.alkey.update (*p, p->full); });
        }
      }
    };

    class being_kind: public kind_of<being>
    {
    public:
      using kind_of::kind_of;

    protected:
      pointer make (scene& s) const override
      {
        switch (s.below (3))
        {
        case 0:
          return std::make_shared<being> ();
        case 1:
          return std::make_shared<beast> ();
        default:
          return std::make_shared<whale> ();
        }
      }

      void special (scene& s) const override
      {
        s.log += "erase_query being\n";
        swept (s);
        s.db.erase_query<being> (odb::query<being>::id ==
                                 id_of<being>::make (s));
      }

      // What is there may be of another class, where ODB does not look.
      //
      void update_unseen (scene& s) const override
      {
        update (s);
      }
    };

    // ODB's erase_query tells it by its parts.
    //
    class ticket_kind: public kind_of<ticket>
    {
    public:
      using kind_of::kind_of;

    protected:
      void special (scene& s) const override
      {
        s.log += "erase_query ticket\n";
        swept (s);
        s.db.erase_query<ticket> (odb::query<ticket>::id.line == s.below (3));
      }
    };

    class versioned_kind: public kind_of<versioned>
    {
    public:
      using kind_of::kind_of;

    protected:
      void special (scene& s) const override
      {
        if (s.below (4) == 0)
        {
          swept (s);
          bool truncates (s.db.id () != odb::id_sqlite);
          std::string t (truncates ? "TRUNCATE TABLE versioned"
                                   : "DELETE FROM versioned");
          s.log += t + '\n';
          s.commits = s.commits || s.db.id () == odb::id_mysql;
          s.db.execute (t);
          return;
        }

        // Another one was faster.
        //
        pointer p (any (s));

        if (p == nullptr)
          return;

        versioned old (*p);
        p->change (s.below (1000000));
        old.change (s.below (1000000));
        s.log += "update " + name (p->id) + " twice\n";
        by_object (s, *p, [&] { s.db.update (*p); });
        by_object (s, old, [&] { s.db.update (old); });
      }
    };

    class leaf_kind: public kind_of<leaf>
    {
    public:
      using kind_of::kind_of;

    protected:
      void parents (scene& s, const leaf& o) const override
      {
        if (o.of)
          s.row ("alkey:plain#" + std::to_string (o.of.object_id ()));

        for (const auto& p : o.seen_by)
          s.row ("alkey:named#" + p.object_id ());
      }

      void unknown_parents (scene& s) const override
      {
        s.sweep ("plain");
        s.sweep ("named");
      }

      void change_parents (scene& s, leaf& o) const override
      {
        if (s.below (2) == 0)
          o.of =
            s.below (3) == 0
              ? odb::lazy_shared_ptr<plain> ()
              : odb::lazy_shared_ptr<plain> (s.db, id_of<plain>::make (s));

        if (s.below (3) == 0)
          o.seen_by.assign (
            1, odb::lazy_shared_ptr<named> (s.db, id_of<named>::make (s)));
      }

      void special (scene& s) const override
      {
        unsigned long i (id_of<plain>::make (s));
        s.log += "touch plain#" + std::to_string (i) + '\n';
        s.row ("alkey:plain#" + std::to_string (i));
        s.alkey.touch<plain> (i);
      }
    };
  }

  bool expectation::expects (const std::string& identifier) const
  {
    std::string::size_type hash (identifier.find ('#'));
    return rows.count (identifier) != 0 ||
           tables.count (identifier.substr (6, hash - 6)) != 0;
  }

  bool expectation::expects_table (const std::string& table) const
  {
    std::string prefix ("alkey:" + table + '#');
    auto i (rows.lower_bound (prefix));
    return tables.count (table) != 0 ||
           (i != rows.end () && i->compare (0, prefix.size (), prefix) == 0);
  }

  std::vector<std::unique_ptr<kind>> every_kind ()
  {
    std::vector<std::unique_ptr<kind>> r;

    r.emplace_back (new simple<plain> (
      "plain", {"UPDATE <plain> SET name = 'w<dice>' WHERE id = <?>",
                "INSERT INTO <plain> (name) SELECT name FROM <plain> "
                "WHERE id = <?>",
                "INSERT INTO <plain> (name) VALUES ('it''s; <dice>')",
                "DELETE FROM <plain> WHERE id = <?>"}));
    r.emplace_back (new sectioned_kind (
      "sectioned", {"UPDATE <sectioned> SET body = 'w<dice>' WHERE id = <?>",
                    "DELETE FROM <sectioned_notes> WHERE object_id = <?>",
                    "UPDATE <sectioned_notes> SET value = 'w<dice>'"}));
    r.emplace_back (new simple<holder> (
      "holder", {"DELETE FROM <holder_numbers> WHERE object_id = <?>",
                 "UPDATE <holder_counts> SET value = <dice>",
                 "DELETE FROM <holder_names> WHERE value = 'w3'",
                 "DELETE FROM <holder> WHERE id = <?>"}));
    r.emplace_back (new being_kind (
      "being", {"UPDATE <being> SET name = 'w<dice>' WHERE id = <?>",
                "UPDATE <beast> SET legs = <dice>",
                "UPDATE <whale> SET depth = <dice> WHERE id = <?>",
                "DELETE FROM <beast_calls> WHERE object_id = <?>",
                "DELETE FROM <being> WHERE id = <?>"}));
    r.emplace_back (new ticket_kind (
      "ticket", {"UPDATE <ticket> SET price = <dice> WHERE id_line = 1",
                 "DELETE FROM <ticket> WHERE id_seat = 'b'"}));
    r.emplace_back (
      new simple<named> ("named", {"UPDATE <named> SET n = <dice>",
                                   "DELETE FROM <named> WHERE id = 'n<?>'"}));
    r.emplace_back (new versioned_kind (
      "versioned", {"UPDATE <versioned> SET n = <dice>, version = version + 1",
                    "DELETE FROM <versioned> WHERE id = <?>"}));
    r.emplace_back (new simple<partly_fixed> (
      "partly_fixed",
      {"UPDATE <partly_fixed> SET label = 'w<dice>' WHERE id = <?>",
       "DELETE FROM <partly_fixed> WHERE id = <?>"}));
    r.emplace_back (
      new leaf_kind ("leaf", {"UPDATE <leaf> SET color = 'w<dice>'",
                              "DELETE FROM <leaf_seen_by>",
                              "DELETE FROM <leaf> WHERE id = <?>"}));
    return r;
  }
}
