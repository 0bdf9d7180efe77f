#ifndef ODB_ALKEY_PLUGIN_HXX
#define ODB_ALKEY_PLUGIN_HXX

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <typeinfo>
#include <vector>

#include <odb/database.hxx>
#include <odb/section.hxx>
#include <odb/session.hxx>

#include <odb_alkey/detail/arguments.hxx>
#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/recorder.hxx>
#include <odb_alkey/exception.hxx>
#include <odb_alkey/health.hxx>
#include <odb_alkey/key-generator.hxx>
#include <odb_alkey/options.hxx>
#include <odb_alkey/stats.hxx>
#include <odb_alkey/track.hxx>

namespace odb_alkey
{
  class cache;

  namespace changes
  {
    class database_recorder;
  }

  namespace detail
  {
    struct plugin_access;
  }

  // Binds a database to the tokens in Redis: commits of tracked objects
  // change their tokens, and keys are made from tokens.
  //
  //   odb::sqlite::database db ("blog.db");
  //   odb_alkey::plugin alkey (db);
  //   …
  //   odb::transaction t (db.begin ());
  //   std::shared_ptr<user> u (db.load<user> (7));
  //   odb_alkey::key k (alkey.cache_key (u, "profile"));
  //
  // Make it at start-up, before other threads use the database, and destroy
  // it before the database, when no other thread is in a transaction. In
  // between, any thread may call it.
  //
  class plugin
  {
  public:
    // Does not connect yet. Throws invalid_options, and odb_alkey::exception
    // if another plugin is bound to the database.
    //
    explicit plugin (odb::database&,
                     const options& = options::from_environment ());

    // Unbinds. Transactions that are open still change the tokens of what
    // they have written so far.
    //
    ~plugin ();

    // The database points to it.
    //
    plugin (const plugin&) = delete;
    plugin& operator= (const plugin&) = delete;

    // The key of something that is made of these arguments: see
    // key_generator.
    //
    template <typename... A>
    key cache_key (const A&... a) const
    {
      return detail::make_key (*maker_, a...);
    }

    // The state of one object, table or everything: another one after each
    // committed change. Of an argument as of cache_key () that is one
    // identifier: an object, a pointer to one, one<T> (id), all<T> (),
    // everything (), an identifier or the text of one. While a commit that
    // writes it is in flight, while the current transaction has written it,
    // or if Redis does not answer, it is another one with each call.
    //
    // Unlike that of a key, it says nothing of how old an object in memory
    // is: to store values, use keys. Throws invalid_identifier.
    //
    template <typename A>
    std::string token (const A& a) const
    {
      return maker_->token (single (a));
    }

    // Counts as a change of the argument (as of token (), an object with
    // those that it touches): when the current transaction on the database
    // commits, or at once if there is none: then what its parents belong to is
    // not looked up, and may be anything of these classes. A table or
    // everything stands for unknown rows of it. For writes that do not go
    // through ODB, such as those of triggers.
    //
    // Throws invalid_identifier; and redis_unavailable if it is done at once,
    // Redis does not confirm it, and the options say to refuse.
    //
    template <typename A>
    void touch (const A& a)
    {
      recorder_->touch (touched (single (a)),
                        parents (a, detail::is_object<A> ()));
    }

    // The object with this id, without those that it touches.
    //
    template <typename T>
    void touch (const typename odb::object_traits<T>::id_type& id)
    {
      touch (one<T> (id));
    }

    // As odb::database::erase<T> (id), which does not tell which row it
    // erases: other objects keep their keys. A class with touches () is
    // loaded first, for its parents.
    //
    template <typename T>
    void erase (const typename odb::object_traits<T>::id_type& id)
    {
      static_assert (sizeof (detail::nameable<T>) != 0, "");
      recorder_->record (
        detail::identifier_of_id<T> (recorder_->tables (), id));
      record_parents<T> (id, detail::has_touches<T> ());

      row_operation<T> own (*recorder_, &id, detail::change::erase, false);
      recorder_->database ().template erase<T> (id);
      own.end ();
    }

    // As odb::database::update (object, section), likewise.
    //
    template <typename T>
    void update (const T& object, const odb::section& s)
    {
      static_assert (sizeof (detail::nameable<T>) != 0, "");
      detail::stamp_access::of (object) = detail::stamp ();
      recorder_->record (
        detail::identity<T>::of (recorder_->tables (), object));
      detail::parenthood<T>::written (*recorder_, object, false);

      row_operation<T> own (*recorder_, &object, detail::change::update,
                            typeid (object) == typeid (T));
      recorder_->database ().update (object, s);
      own.end ();
    }

    // Tells that the rows of a table, given as SQL names it, belong to the
    // objects of T: whatever is written to it other than by operations on
    // objects of T counts as a change of unknown objects of T. The table may
    // be that of another tracked class, whose objects still change one by one.
    //
    //   alkey.owns<user> ("user_tags");
    //
    // Needed for tables that ODB does not know, and for containers and derived
    // classes if ODB's schema is not generated into the program. Throws
    // odb_alkey::exception if the name is empty, or the table of T not known.
    //
    template <typename T>
    void owns (const std::string& table)
    {
      static_assert (sizeof (detail::nameable<T>) != 0, "");
      own (table, detail::table_name<T> (recorder_->tables ()));
    }

    // Takes from a schema that ODB has generated into the program, with the
    // option --schema-name, which tables hold the containers and the derived
    // classes of tracked ones. The schema without a name is known by itself.
    // Throws odb_alkey::exception if there is none of this name.
    //
    void reads_schema (const std::string& name);

    // Tells the table of T in a program that is built for several databases
    // (odb --multi-database dynamic), where the common code does not know it:
    //
    //   alkey.maps<user, odb::id_sqlite> ();
    //
    // once at start-up, for every tracked class, in a source that includes
    // the header generated for that database.
    //
    template <typename T, odb::database_id DB>
    void maps ()
    {
      map_table<typename detail::root<T>::type, DB> ();
      map_table<T, DB> ();
    }

    // Learns the present clock, in one round trip: what transactions that
    // begin afterwards load is known to be as new as everything that was
    // committed before. (Keys teach it as well.) False if Redis did not
    // answer.
    //
    bool refresh ();

    // Whether keys can be storable at present: Redis answers, and is not in
    // the quarantine of a new epoch, which lasts options::fence_timeout after
    // it was empty, was restarted or was replaced.
    //
    bool ready ();

    // The same and why, for readiness checks: one round trip, none while
    // Redis is known to be down.
    //
    odb_alkey::health health ();

    // Waits until Redis answers and has learnt of everything that was written
    // while it did not, for so long at most. Returns how many identifiers it
    // does not know of even then. The destructor does the same for
    // options::budget, and logs what is left.
    //
    std::size_t flush (std::chrono::milliseconds timeout) noexcept;

    odb_alkey::stats stats () const noexcept;

  private:
    friend class cache;
    friend class key_generator;

    // The one seam through which tests reach the token store, and its faults.
    //
    friend struct detail::plugin_access;

    // The identifier that an argument comes to; throws invalid_identifier if
    // it is none.
    //
    template <typename A>
    detail::arguments single (const A& a) const
    {
      static_assert (detail::names_identifier<A>::value,
                     "odb_alkey: pass an object, a pointer to one, an "
                     "identifier, one<T> (id), all<T> () or everything ()");

      detail::arguments to (recorder_->tables ());
      detail::add (to, a);
      check_single (to);
      return to;
    }

    // An operation that is known to write one row; unless it may be that of an
    // object of a derived class, with parents that T does not know: then what
    // is executed counts for every object.
    //
    template <typename T>
    class row_operation
    {
    public:
      row_operation (detail::recorder& r, const void* object, detail::change c,
                     bool exactly_t)
          : recorder_ (r), object_ (object)
      {
        const std::string& table (detail::table_name<T> (r.tables ()));

        begun_ = !odb::object_traits<T>::polymorphic || exactly_t ||
                 !r.has_parents (table);

        if (begun_)
          r.begin_operation (object, table, c, detail::row_id::known);
      }

      void end ()
      {
        if (begun_)
          recorder_.end_operation (object_);
      }

    private:
      detail::recorder& recorder_;
      const void* object_;
      bool begun_;
    };

    template <typename C, odb::database_id DB>
    void map_table ()
    {
      recorder_->tables ().add (
        detail::type_index<C> (),
        detail::escape_table (
          odb::access::object_traits_impl<C, DB>::table_name));
    }

    void own (const std::string& table, const std::string& owner);

    static void check_single (const detail::arguments&);
    static std::vector<identifier> touched (const detail::arguments&);

    template <typename A>
    std::vector<identifier> parents (const A&, std::false_type)
    {
      return std::vector<identifier> ();
    }

    template <typename T>
    std::vector<identifier> parents (const T& object, std::true_type)
    {
      return detail::parenthood<T>::named (*recorder_, object);
    }

    template <typename T>
    void record_parents (const typename odb::object_traits<T>::id_type&,
                         std::false_type)
    {
    }

    template <typename T>
    void record_parents (const typename odb::object_traits<T>::id_type& id,
                         std::true_type)
    {
      typedef typename odb::object_traits<T>::pointer_type pointer;
      typedef odb::pointer_traits<pointer> traits;

      pointer p (recorder_->database ().template load<T> (id));
      typename traits::guard g (p);

      // What a session holds belongs to it.
      //
      if (odb::session::has_current ())
        g.release ();

      detail::parenthood<T>::written (*recorder_, traits::get_ref (p), false);
    }

    std::shared_ptr<changes::database_recorder> bound_;
    detail::recorder* recorder_; // The same.
    std::unique_ptr<detail::key_maker> maker_;
  };
}

#endif // ODB_ALKEY_PLUGIN_HXX
