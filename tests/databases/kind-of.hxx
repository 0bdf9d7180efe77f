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

  inline std::string id_text (const place& p)
  {
    return std::to_string (p.line) + ',' + p.seat;
  }

  inline std::string id_text (const std::string& s)
  {
    return s;
  }

  inline std::string id_text (unsigned long n)
  {
    return std::to_string (n);
  }

  inline std::string id_text (int n)
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
      for (const std::string& i : id_of<T>::all ())
        r.push_back ("alkey:" + table_ + '#' + i);

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

    // Updates an object that was never loaded, and may not be there.
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
}

#endif // TESTS_DATABASES_KIND_OF_HXX
