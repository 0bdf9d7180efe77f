#ifndef ODB_ALKEY_PLUGIN_HXX
#define ODB_ALKEY_PLUGIN_HXX

#include <chrono>
#include <cstddef>
#include <iterator>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <odb/database.hxx>
#include <odb/section.hxx>

#include <odb_alkey/detail/arguments.hxx>
#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/recorder.hxx>
#include <odb_alkey/detail/row-operations.hxx>
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
    // Binds to the database, and does not connect to Redis yet. Throws
    // invalid_options, and odb_alkey::exception if another plugin is bound to
    // the database.
    //
    // From ODB 2.5 on a database can be moved, and SQLite's can have others
    // attached to it. Move it first, and bind then: a database that was moved
    // from a bound one throws odb_alkey::exception when a transaction begins
    // on it, and so does an attached one when an object of a tracked class is
    // used with it. Do not bind a plugin to an attached one: this throws where
    // the type or the plugin of the main database shows it.
    //
    explicit plugin (odb::database&,
                     const options& = options::from_environment ());

    // The same for a class of databases that can be attached. Throws
    // odb_alkey::exception if this one is.
    //
    template <
      typename Database,
      typename = decltype (std::declval<Database&> ().main_database ())>
    explicit plugin (Database& db,
                     const options& o = options::from_environment ())
        : plugin (static_cast<odb::database&> (not_attached (db)), o)
    {
    }

    // Unbinds, without touching the database: its tracer stays set, and does
    // nothing but call the one that was set before. Transactions that are open
    // still change the tokens of the objects that they have written so far.
    //
    ~plugin ();

    // The database points to it.
    //
    plugin (const plugin&) = delete;
    plugin& operator= (const plugin&) = delete;

    // Returns the key of these arguments: see key_generator.
    //
    template <typename... A>
    key cache_key (const A&... a) const
    {
      return detail::make_key (*maker_, a...);
    }

    // Returns a text that changes with each committed change of the argument,
    // which is one identifier: an object, a pointer to one, one<T> (id),
    // all<T> (), everything (), an identifier or the text of one. Each call
    // returns another text while a commit that writes it is in flight, while
    // the current transaction has written it, or if Redis does not answer.
    //
    // Unlike a key, this text does not depend on how old an object in memory
    // is: use keys to store values. Throws invalid_identifier.
    //
    template <typename A>
    std::string token (const A& a) const
    {
      return maker_->token (single (a));
    }

    // Changes the token of the argument, which is one identifier as for
    // token (), and with an object those of its parents. This is for writes
    // that do not go through ODB, such as those of triggers. all<T> () and
    // everything () stand for unknown rows, so that the objects change too.
    //
    // It takes place when the current transaction on the database commits, or
    // at once if there is none. In that case the parents of the parents are
    // not looked up: all objects of their classes change.
    //
    // Throws invalid_identifier. Throws redis_unavailable if it takes place at
    // once, Redis does not confirm it, and options::when_unavailable is
    // refuse.
    //
    template <typename A>
    void touch (const A& a)
    {
      recorder_->touch (touched (single (a)),
                        parents (a, detail::is_object<A> ()));
    }

    // The same for the object with this id, without its parents.
    //
    template <typename T>
    void touch (const typename odb::object_traits<T>::id_type& id)
    {
      touch (one<T> (id));
    }

    // Calls odb::database::erase<T> (id), and changes the token of this object
    // and of its parents only. If ODB is called directly, it does not tell
    // which row it erases, and every object of the table changes. If the class
    // has touches (), the object is loaded first to find its parents. Throws
    // what ODB throws.
    //
    template <typename T>
    void erase (const typename odb::object_traits<T>::id_type& id)
    {
      detail::erase_row<T> (*recorder_, id);
    }

    // The same for the objects with these ids, which two input iterators give.
    // If the class has bulk operations (#pragma db bulk), this uses them.
    // (odb::database::erase<T> (first, last) calls back for no object, so that
    // it changes every object of the table.) Throws what ODB throws; then some
    // of the objects may have been erased.
    //
    template <
      typename T, typename Iterator,
      typename = typename std::iterator_traits<Iterator>::iterator_category>
    void erase (Iterator first, Iterator last)
    {
      typedef std::vector<typename odb::object_traits<T>::id_type> ids;
      detail::erase_rows<T> (*recorder_, ids (first, last));
    }

    // Calls odb::database::update (object, section), and changes the token of
    // this object and of its parents only. Throws what ODB throws.
    //
    template <typename T>
    void update (const T& object, const odb::section& s)
    {
      detail::update_row (*recorder_, object, s);
    }

    // Declares that the rows of a table belong to objects of T. The name is
    // that of SQL. A statement that writes to the table, and is not part of
    // ODB's operation on an object of T, then changes every object of T. The
    // table may be that of another tracked class, whose objects still change
    // one by one.
    //
    //   alkey.owns<user> ("user_tags");
    //
    // This is needed for tables that ODB does not know, and for containers and
    // derived classes if ODB's schema is not generated into the program.
    // Throws odb_alkey::exception if the text is not the name of a table, or
    // if the table of T is not known.
    //
    template <typename T>
    void owns (const std::string& table)
    {
      static_assert (sizeof (detail::nameable<T>) != 0, "");
      own (table, detail::table_name<T> (recorder_->tables ()));
    }

    // Reads which tables hold the containers and the derived classes of
    // tracked classes, from a schema that ODB has generated into the program
    // with the option --schema-name. The schema without a name is read in any
    // case. Throws odb_alkey::exception if the program has no schema of this
    // name.
    //
    void reads_schema (const std::string& name);

    // Tells the plugin the table of T. Only a program that is built for
    // several databases (odb --multi-database dynamic) needs this, because
    // its common code does not know the tables. Call it once at start-up for
    // every tracked class, in a source that includes the header generated for
    // that database:
    //
    //   alkey.maps<user, odb::id_sqlite> ();
    //
    template <typename T, odb::database_id DB>
    void maps ()
    {
      map_table<typename detail::root<T>::type, DB> ();
      map_table<T, DB> ();
    }

    // Lets this process make keys of objects of T without asking Redis, for
    // most of this time after it has read their tokens, from 1 to 50 ms. They
    // are as right as others, since a commit that writes an object of T takes
    // longer by this time, in every process: it waits before it is sent, while
    // it holds its locks. So this is for objects that are asked for much more
    // often than once in this time, and written now and then: settings,
    // categories, the user who is logged in.
    //
    //   alkey.near<category> ();
    //
    // Call it at start-up. If processes ask for different times, the longest
    // one holds for all. Commits of derived classes and of the root of T wait
    // as well. Throws invalid_options if the time is out of range.
    //
    template <typename T>
    void
    near (std::chrono::milliseconds length = std::chrono::milliseconds (5))
    {
      static_assert (sizeof (detail::nameable<T>) != 0, "");
      near (table_of_keys<T> (), length);
    }

    // Ends this, and waits until no key is made any more without asking. Then
    // commits of T cease to wait, in every process, unless another process
    // still makes keys so. Returns false if Redis did not confirm that; then
    // commits go on waiting.
    //
    template <typename T>
    bool not_near ()
    {
      static_assert (sizeof (detail::nameable<T>) != 0, "");
      return not_near (table_of_keys<T> ());
    }

    // Says for which tables near () would save more time than it costs, and
    // for which near ones it does not: one line each, or nothing. It knows the
    // keys and commits of this process only, since the plugin was made, and
    // looks for the first for a sixteenth of the time. Does not ask Redis.
    //
    std::string near_advice () const;

    // Asks Redis for the present clock, in one round trip. Objects that are
    // loaded in transactions that begin afterwards are then known to be as new
    // as everything that was committed before. (Making a key has the same
    // effect.) False if Redis did not answer.
    //
    bool refresh ();

    // True if keys can be storable at present: Redis answers, and no new epoch
    // is in quarantine, which lasts for options::fence_timeout after Redis was
    // empty, was restarted or was replaced. Costs what health () costs.
    //
    bool ready ();

    // Tells the same with the reason, for readiness checks. Costs one round
    // trip, and none while Redis is known to be down.
    //
    odb_alkey::health health ();

    // Waits until Redis answers and all changes that were committed while it
    // did not answer have reached it, or until the time is over. Returns the
    // number of identifiers that have not reached it. The destructor waits for
    // options::budget, and logs the number.
    //
    std::size_t flush (std::chrono::milliseconds timeout) noexcept;

    // Returns the counters. Does not ask Redis.
    //
    odb_alkey::stats stats () const noexcept;

  private:
    friend class cache;
    friend class key_generator;

    // The one seam through which tests reach the token store, and its faults.
    //
    friend struct detail::plugin_access;

    // Writes an argument that is one identifier. Throws invalid_identifier if
    // it is not.
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

    template <typename C, odb::database_id DB>
    void map_table ()
    {
      recorder_->tables ().add (
        detail::type_index<C> (),
        detail::escape_table (
          odb::access::object_traits_impl<C, DB>::table_name));
    }

    // The table that the identifiers of T name: that of its root class.
    //
    template <typename T>
    const std::string& table_of_keys () const
    {
      return detail::table_name<typename detail::root<T>::type> (
        recorder_->tables ());
    }

    void near (const std::string& table, std::chrono::milliseconds length);
    bool not_near (const std::string& table);
    void own (const std::string& table, const std::string& owner);

    template <typename Database>
    static Database& not_attached (Database& db)
    {
      if (&db.main_database () != &db)
        throw exception (
          "a plugin cannot be bound to an attached database, whose "
          "transactions begin and end on the connection that it is attached "
          "to: open it as a database of its own");

      return db;
    }

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

    std::shared_ptr<changes::database_recorder> bound_;
    detail::recorder* recorder_; // The same object, as templates know it.
    std::unique_ptr<detail::key_maker> maker_;
  };
}

#endif // ODB_ALKEY_PLUGIN_HXX
