#include <algorithm>
#include <map>

#include <odb/transaction.hxx>

#include <odb_alkey/exception.hxx>

#include <tests/fault/support/hazards.hxx>
#include <tests/fault/support/user.hxx>

#include "stock-odb.hxx"

namespace workload
{
  namespace
  {
    const page& whole_table ()
    {
      return *std::find_if (pages ().begin (), pages ().end (),
                            [] (const page& p)
                            { return p.what == page::kind::table; });
    }

    // Changes the stock in every way that ODB and the plugin offer, commits or
    // rolls back, and then uses the cache itself. May be killed at any time.
    //
    class writer
    {
    public:
      writer (const setting& s, style how, unsigned number, std::uint64_t seed)
          : hazards_ (s, number, ~seed), premises_ (s, &hazards_),
            worker_ (premises_, seed), user_ (make_user (worker_, how))
      {
      }

      // Until the board says to calm down or to stop.
      //
      void run ()
      {
        const board& b (worker_.counts);

        while (!b.stop && !b.calm_down)
        {
          // Some at once, then none for a while.
          //
          for (unsigned n (1 + worker_.random.below (5)); n != 0; --n)
          {
            write ();
            premises_.publish ();
          }

          if (all_told ())
            hazards_.settled ();

          worker_.random.sleep (std::chrono::milliseconds (40));
        }
      }

    private:
      // True if Redis knows of all commits. Those who want to be sure wait.
      //
      bool all_told ()
      {
        return worker_.alkey.stats ().pending == 0 ||
               (worker_.random.one_in (2) &&
                worker_.alkey.flush (std::chrono::milliseconds (100)) == 0);
      }

      void write ()
      {
        written_ = 0;
        editions_.clear ();
        object_.reset ();
        bool doomed (worker_.random.one_in (8));

        odb::transaction t (worker_.db.begin_immediate ());
        hazards_.attach (t);
        change (doomed);

        if (object_ != nullptr && worker_.random.one_in (4))
          use_uncommitted ();

        if (doomed)
        {
          t.rollback ();
          worker_.counts.add (count::rollbacks);
        }
        else
          commit (t);

        if (!editions_.empty () && !doomed && worker_.random.one_in (2))
          use_written ();

        if (object_ != nullptr && worker_.random.one_in (3))
          use_object (doomed ? "own write, rolled back" : "own write");
      }

      void change (bool doomed)
      {
        if (worker_.random.one_in (200))
        {
          change_all ();
          return;
        }

        for (unsigned n (1 + worker_.random.below (3)); n != 0; --n)
        {
          subject s;

          if (!choose (s))
            continue;

          if (s < item_count)
            change_item (s, doomed);
          else
            change_box (s);

          worker_.random.hesitate ();
        }
      }

      bool choose (subject& s)
      {
        s = worker_.random.one_in (2) ? board::fashion ()
                                      : worker_.random.below (subject_count);
        return !worker_.counts.deserted (s);
      }

      void commit (odb::transaction& t)
      {
        std::uint64_t unfenced (worker_.alkey.stats ().unfenced_commits);
        hazards_.committing (worker_.alkey, written_);

        try
        {
          t.commit ();
        }
        catch (const odb_alkey::redis_unavailable&)
        {
          worker_.counts.add (count::refused);
          object_.reset ();
        }

        if (hazards_.over ())
          for (const auto& e : editions_)
            user_->wrote (e.first, e.second);

        if (worker_.alkey.stats ().unfenced_commits != unfenced)
          worker_.counts.add (count::unfenced);
      }

      void change_item (subject s, bool doomed)
      {
        odb::database& db (worker_.db);
        std::shared_ptr<item> p (db.find<item> (item_id (s)));
        std::uint64_t edition (record (s) + (doomed ? phantom : 0));
        unsigned long to (1 + worker_.random.below (box_count));

        last_ = s;
        object_.reset ();

        if (p == nullptr)
        {
          p.reset (new item (item_id (s), edition, to));
          db.persist (*p);
          record (subject_of_box (to));
          object_ = p;
          return;
        }

        record (subject_of_box (p->box_id));

        switch (worker_.random.below (10))
        {
        case 0:
          if (s >= permanent_count)
          {
            db.erase (*p);
            return;
          }
          break;
        case 1:
          if (s >= permanent_count)
          {
            worker_.alkey.erase<item> (item_id (s));
            return;
          }
          break;
        case 2:
          // An object that was never loaded.
          //
          p.reset (new item (item_id (s), 0, to));
          record (subject_of_box (to));
          break;
        case 3:
        case 4:
          p->box_id = to;
          record (subject_of_box (to));
          break;
        }

        p->edition = edition;
        db.update (*p);
        object_ = p;
      }

      void change_box (subject s)
      {
        box b;
        worker_.db.load (box_id (s), b);
        ++b.edition;
        worker_.db.update (b);
        record (s);
      }

      // All rows, in SQL that says nothing of rows.
      //
      void change_all ()
      {
        for (subject s (0); s != item_count; ++s)
          if (worker_.counts.deserted (s))
            return;

        const char* const tables[] = {"item", "box", "ledger"};

        for (const char* t : tables)
          worker_.db.execute ("UPDATE \"" + std::string (t) +
                              "\" SET \"edition\" = \"edition\" + 1");

        worker_.alkey.touch (odb_alkey::all<item> ());
        worker_.alkey.touch (odb_alkey::all<box> ());
        written_ = bit (subject_count) - 1;

        for (const ledger& l : worker_.db.query<ledger> ())
          editions_[static_cast<subject> (l.id - 1)] = l.edition;
      }

      // The ledger's number after this write.
      //
      std::uint64_t record (subject s)
      {
        ledger l;
        worker_.db.load (ledger_id (s), l);
        ++l.edition;
        worker_.db.update (l);
        written_ |= bit (s);
        editions_[s] = l.edition;
        return l.edition;
      }

      // Uses pages of what the open transaction has written; the page of
      // something that was written, by its identifier, once it is committed;
      // and the page of the item that was written last, made of the object as
      // it is in memory.
      //
      void use_uncommitted ()
      {
        const char* const when ("own write, in its transaction");

        // The page is made of the object that shows what may never be
        // committed, then of its identifier, and with the others of its table.
        //
        worker_.db.reload (*object_);
        use_object (when);

        for (const page* p : {&pages ().at (last_), &whole_table ()})
          user_->use ({p, nullptr}, {when, false},
                      [&] (const user::request& q)
                      { return load (*q.what, worker_.db).shown; });
      }

      void use_written ()
      {
        subject s (editions_.begin ()->first);
        const page& p (*std::find_if (pages ().begin (), pages ().end (),
                                      [s] (const page& x)
                                      { return x.subjects[0] == s; }));

        user_->use ({&p, nullptr}, {"own write, key first", true},
                    [&] (const user::request& q)
                    {
                      reading r (worker_.db, isolation::read_committed);
                      contents c (load (*q.what, r));
                      r.end ();
                      return c.shown;
                    });
      }

      void use_object (const char* when)
      {
        contents c;
        c.items.push_back (object_);
        c.shown.push_back (object_->edition);
        c.keyed = true;

        user_->use ({&pages ().at (last_), &c}, {when, false},
                    [] (const user::request& q) { return q.of->shown; });
      }

      hazards hazards_;
      premises premises_;
      worker worker_;
      std::unique_ptr<user> user_;

      // The subjects that the present transaction has written.
      //
      std::uint64_t written_ = 0;
      std::map<subject, std::uint64_t> editions_;
      subject last_ = 0;
      std::shared_ptr<item> object_;
    };
  }

  void write (const setting& s, style how, unsigned number, std::uint64_t seed)
  {
    writer (s, how, number, seed).run ();
  }
}
