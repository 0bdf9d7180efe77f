#ifndef TESTS_SUPPORT_ZOO_ZOO_HXX
#define TESTS_SUPPORT_ZOO_ZOO_HXX

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <odb/callback.hxx>
#include <odb/core.hxx>
#include <odb/lazy-ptr.hxx>
#include <odb/nullable.hxx>
#include <odb/section.hxx>

#include <odb_alkey/tracked.hxx>

#include <tests/support/zoo/uuid.hxx>

// One class of every kind that ODB can keep and that may be tracked.

namespace zoo
{
  // A composite id, which prints.
  //
#pragma db value
  struct seat
  {
    std::string row;
    int number = 0;
  };

  inline std::ostream& operator<< (std::ostream& o, const seat& s)
  {
    return o << s.number << '/' << s.row;
  }

  // An id of members of its own, which does not print.
  //
#pragma db value
  struct shelf
  {
    std::string room;
    int number = 0;
  };

#pragma db value
  struct position
  {
    shelf at;
    long long slot = 0;
    bool front = false;
    double depth = 0;
  };

  // Another one. odb fails if nothing has instantiated the pair before.
  //
  typedef std::pair<std::string, std::string> path;

  inline path no_path ()
  {
    return path ();
  }

#pragma db value(path)

  enum class planet
  {
    mercury,
    venus,
    earth
  };

  typedef std::array<unsigned char, 4> address;
  typedef std::array<char, 8> code;

  // Ids.
  //
#pragma db object callback(track)
  struct user: odb_alkey::tracked<user>
  {
#pragma db id auto
    unsigned long id = 0;
    std::string name;
    odb::nullable<int> age;
  };

#pragma db object callback(track) pointer(*)
  struct counter: odb_alkey::tracked<counter>
  {
#pragma db id
    long long id = 0;
    int value = 0;
  };

#pragma db object callback(track)
  struct document: odb_alkey::tracked<document>
  {
#pragma db id
    std::string id;
    int words = 0;
  };

#pragma db object callback(track) pointer(std::unique_ptr)
  struct host: odb_alkey::tracked<host>
  {
#pragma db id type("BLOB")
    address id {};
    int port = 0;
  };

#pragma db object callback(track)
  struct airport: odb_alkey::tracked<airport>
  {
#pragma db id type("TEXT")
    code id {};
    int runways = 0;
  };

#pragma db object callback(track)
  struct device: odb_alkey::tracked<device>
  {
#pragma db id
    uuid id;
    int version = 0;
  };

#pragma db object callback(track)
  struct ticket: odb_alkey::tracked<ticket>
  {
#pragma db id
    seat id;
    int price = 0;
  };

#pragma db object callback(track)
  struct bottle: odb_alkey::tracked<bottle>
  {
#pragma db id
    position id;
    int year = 0;
  };

  // The id is a member of a base.
  //
#pragma db object abstract
  struct numbered
  {
#pragma db id
    shelf id;
  };

#pragma db object callback(track)
  struct crate: numbered, odb_alkey::tracked<crate>
  {
    int bottles = 0;
  };

#pragma db object callback(track)
  struct file: odb_alkey::tracked<file>
  {
#pragma db id
    path id;
    int size = 0;
  };

#pragma db object callback(track) table("Worlds")
  struct world: odb_alkey::tracked<world>
  {
#pragma db id
    planet id = planet::mercury;
    int moons = 0;
  };

#pragma db object no_id callback(track)
  struct visit: odb_alkey::tracked<visit>
  {
    int page = 0;
  };

  // The id in a base without a table.
  //
#pragma db object abstract
  class entity
  {
  public:
    int key () const
    {
      return id_;
    }

  protected:
    explicit entity (int id): id_ (id) {}

  private:
    friend class odb::access;

#pragma db id
    int id_;
  };

#pragma db object callback(track)
  struct album: entity, odb_alkey::tracked<album>
  {
    explicit album (int id = 0): entity (id) {}

    std::string title;
  };

  // Tables. (ODB does not double a quote, SQL wants it so.)
  //
#pragma db object callback(track) table("the \"\"Order\"\"")
  struct order: odb_alkey::tracked<order>
  {
#pragma db id
    int id = 0;
    int total = 0;
  };

#pragma db object callback(track) table("Users#*;%(1)")
  struct oddity: odb_alkey::tracked<oddity>
  {
#pragma db id
    int id = 0;
    int n = 0;
  };

  // Hierarchies in one table and more, known by the root.
  //
#pragma db object polymorphic callback(track)
  struct animal: odb_alkey::tracked<animal>
  {
    virtual ~animal () = default;

#pragma db id
    int id = 0;
    std::string name;
  };

#pragma db object
  struct dog: animal
  {
    int barks = 0;
  };

#pragma db object callback(track)
  struct cat: animal
  {
    void track (odb::callback_event, odb::database&) const;

    int lives = 9;
  };

#pragma db object
  struct kitten: cat
  {
    int weeks = 0;
  };

  // It is not tracked.
  //
#pragma db object
  struct receipt
  {
#pragma db id auto
    int id = 0;
    std::vector<int> prices;
  };

  // Tables of their own, with a base that has one as well.
  //
#pragma db object callback(track)
  struct vehicle: odb_alkey::tracked<vehicle>
  {
#pragma db id
    int id = 0;
    int wheels = 0;
  };

#pragma db object callback(track) pointer(std::unique_ptr)
  struct car: vehicle
  {
    void track (odb::callback_event, odb::database&) const;

    int doors = 0;
  };

  // A callback of its own.
  //
#pragma db object callback(on_event)
  struct story: odb_alkey::stamped
  {
    void on_event (odb::callback_event, odb::database&) const;

#pragma db id auto
    int id = 0;
    std::string title;

#pragma db transient
    mutable unsigned events = 0;

    // Run within an update, after the library's part of the callback.
    //
#pragma db transient
    std::function<void (odb::database&)> on_update;
  };

  // Features of ODB.
  //
#pragma db object callback(track) optimistic
  struct account: odb_alkey::tracked<account>
  {
#pragma db id
    int id = 0;

#pragma db version
    unsigned long version = 0;
    int balance = 0;
  };

#pragma db object callback(track)
  struct article: odb_alkey::tracked<article>
  {
#pragma db id
    int id = 0;
    std::string title;

#pragma db load(lazy) update(manual)
    odb::section full;

#pragma db section(full)
    std::string body;
  };

#pragma db object callback(track)
  struct playlist: odb_alkey::tracked<playlist>
  {
#pragma db id
    int id = 0;
    std::vector<std::string> tags;
    std::set<int> ratings;
    std::map<std::string, int> plays;
    std::vector<std::shared_ptr<album>> albums;
  };

  // Pointers of each kind, and parents.
  //
#pragma db object callback(track)
  struct comment: odb_alkey::tracked<comment>
  {
#pragma db id
    int id = 0;
    std::shared_ptr<user> author;
    odb::lazy_shared_ptr<document> about;
    odb::lazy_weak_ptr<album> record;
    std::vector<odb::lazy_shared_ptr<article>> seen_in;

    template <typename Touch>
    void touches (Touch& touch) const
    {
      touch (author);
      touch (about);
      touch (seen_in);
    }
  };

#pragma db object callback(track)
  struct garage: odb_alkey::tracked<garage>
  {
#pragma db id
    int id = 0;
    odb::lazy_unique_ptr<car> first;
    odb::lazy_ptr<counter> second;
    std::unique_ptr<host> third;

#pragma db null
    counter* fourth = nullptr;
  };
}

#endif // TESTS_SUPPORT_ZOO_ZOO_HXX
