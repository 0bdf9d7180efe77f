#ifndef TESTS_DATABASES_KIND_OF_HXX
#define TESTS_DATABASES_KIND_OF_HXX

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kinds.hxx"
#include "species-odb.hxx"

// The operations that all classes have in common, and statements as one may
// write them.

namespace species
{
  const int ids = 7;

  // A table as one may write it.
  //
  inline std::string spelled (scene& s, const std::string& table)
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
  inline std::string remark (scene& s)
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

  // The ids of a class's objects, by numbers from 0 on.
  //
  template <typename T>
  struct id_of
  {
    typedef typename odb::object_traits<T>::id_type type;
    static const int count = ids;

    static type nth (int i)
    {
      return static_cast<type> (1 + i);
    }
  };

  template <>
  struct id_of<ticket>
  {
    typedef place type;
    static const int count = 9;

    static place nth (int i)
    {
      place p;
      p.line = i / 3;
      p.seat = std::string (1, static_cast<char> ('a' + i % 3));
      return p;
    }
  };

  template <>
  struct id_of<named>
  {
    typedef std::string type;
    static const int count = ids;

    static std::string nth (int i)
    {
      return "n" + std::to_string (i);
    }
  };

  template <typename T>
  typename id_of<T>::type any_id (scene& s)
  {
    return id_of<T>::nth (s.below (id_of<T>::count));
  }

  inline std::string id_text (const place& p)
  {
    return std::to_string (p.line) + ',' + p.seat;
  }

  inline std::string id_text (const std::string& s)
  {
    return s;
  }

  template <typename N>
  std::string id_text (N n)
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
      // Sections are loaded after the query is read, since they may take more
      // statements.
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
      for (int i (0); i != id_of<T>::count; ++i)
        r.push_back (name (id_of<T>::nth (i)));

      // The database may give these to new objects. It does not give one
      // twice, even if its object was erased or rolled back.
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
        erase (s, false);
        break;
      case 7:
        s.log += "erase by id\n";
        swept (s);
        s.db.template erase<T> (any_id<T> (s));
        break;
      case 8:
        erase (s, true);
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

    // The objects whose tokens change with it.
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
    // unknown rows.
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
      return s.db.template find<T> (any_id<T> (s));
    }

    void persist (scene& s) const
    {
      pointer p (make (s));

      // The database makes the others.
      //
      if (!odb::object_traits<T>::auto_id)
        p->id = any_id<T> (s);

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

    // Updates an object that was never loaded, and may not be there.
    //
    virtual void update_unseen (scene& s) const
    {
      pointer p (make (s));
      p->id = any_id<T> (s);
      p->change (s.below (1000000));
      s.log += "update unseen " + name (id (*p)) + '\n';
      unknown_parents (s);
      by_object (s, *p, [&] { s.db.update (*p); });
    }

    void erase (scene& s, bool by_plugin) const
    {
      pointer p (any (s));

      if (p == nullptr)
        return;

      id_type i (id (*p));
      s.log += (by_plugin ? "alkey.erase " : "erase ") + name (i) + '\n';
      by_object (s, *p,
                 [&]
                 {
                   if (by_plugin)
                     s.alkey.template erase<T> (i);
                   else
                     s.db.erase (*p);
                 });
    }

    void execute (scene& s) const
    {
      std::string t (statement (s));
      s.log += t + '\n';
      s.db.execute (t);
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
}

#endif // TESTS_DATABASES_KIND_OF_HXX
