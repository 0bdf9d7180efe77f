#include "kinds.hxx"

#include "kind-of.hxx"

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
    // A class whose special operation is to erase by a query.
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
        s.db.template erase_query<T> (odb::query<T>::id == any_id<T> (s));
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

    class being_kind: public simple<being>
    {
    public:
      using simple::simple;

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

      // The row may be of another class, where ODB does not look.
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

        // A copy is updated after another one was faster.
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
          o.of = s.below (3) == 0
                   ? odb::lazy_shared_ptr<plain> ()
                   : odb::lazy_shared_ptr<plain> (s.db, any_id<plain> (s));

        if (s.below (3) == 0)
          o.seen_by.assign (
            1, odb::lazy_shared_ptr<named> (s.db, any_id<named> (s)));
      }

      void special (scene& s) const override
      {
        unsigned long i (any_id<plain> (s));
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
