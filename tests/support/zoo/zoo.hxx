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
  class user: public odb_alkey::tracked<user>
  {
  public:
#pragma db id auto
    unsigned long id = 0;
    std::string name;
    odb::nullable<int> age;
  };

#pragma db object callback(track) pointer(*)
  class counter: public odb_alkey::tracked<counter>
  {
  public:
#pragma db id
    long long id = 0;
    int value = 0;
  };

#pragma db object callback(track)
  class document: public odb_alkey::tracked<document>
  {
  public:
#pragma db id
    std::string id;
    int words = 0;
  };

#pragma db object callback(track) pointer(std::unique_ptr)
  class host: public odb_alkey::tracked<host>
  {
  public:
#pragma db id type("BLOB")
    address id {};
    int port = 0;
  };

#pragma db object callback(track)
  class airport: public odb_alkey::tracked<airport>
  {
  public:
#pragma db id type("TEXT")
    code id {};
    int runways = 0;
  };

#pragma db object callback(track)
  class device: public odb_alkey::tracked<device>
  {
  public:
#pragma db id
    uuid id;
    int version = 0;
  };

#pragma db object callback(track)
  class ticket: public odb_alkey::tracked<ticket>
  {
  public:
#pragma db id
    seat id;
    int price = 0;
  };

#pragma db object callback(track)
  class bottle: public odb_alkey::tracked<bottle>
  {
  public:
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
  class crate: public numbered, public odb_alkey::tracked<crate>
  {
  public:
    int bottles = 0;
  };

#pragma db object callback(track)
  class file: public odb_alkey::tracked<file>
  {
  public:
#pragma db id
    path id;
    int size = 0;
  };

#pragma db object callback(track) table("Worlds")
  class world: public odb_alkey::tracked<world>
  {
  public:
#pragma db id
    planet id = planet::mercury;
    int moons = 0;
  };

#pragma db object no_id callback(track)
  class visit: public odb_alkey::tracked<visit>
  {
  public:
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
  class album: public entity, public odb_alkey::tracked<album>
  {
  public:
    explicit album (int id = 0): entity (id) {}

    std::string title;
  };

  // Tables. (ODB does not double a quote, SQL wants it so.)
  //
#pragma db object callback(track) table("the \"\"Order\"\"")
  class order: public odb_alkey::tracked<order>
  {
  public:
#pragma db id
    int id = 0;
    int total = 0;
  };

#pragma db object callback(track) table("Users#*;%(1)")
  class oddity: public odb_alkey::tracked<oddity>
  {
  public:
#pragma db id
    int id = 0;
    int n = 0;
  };

  // Hierarchies in one table and more, known by the root.
  //
#pragma db object polymorphic callback(track)
  class animal: public odb_alkey::tracked<animal>
  {
  public:
    virtual ~animal () = default;

#pragma db id
    int id = 0;
    std::string name;
  };

#pragma db object
  class dog: public animal
  {
  public:
    int barks = 0;
  };

#pragma db object callback(track)
  class cat: public animal
  {
  public:
    void track (odb::callback_event, odb::database&) const;

    int lives = 9;
  };

#pragma db object
  class kitten: public cat
  {
  public:
    int weeks = 0;
  };

  // It is not tracked.
  //
#pragma db object
  class receipt
  {
  public:
#pragma db id auto
    int id = 0;
    std::vector<int> prices;
  };

  // Tables of their own, with a base that has one as well.
  //
#pragma db object callback(track)
  class vehicle: public odb_alkey::tracked<vehicle>
  {
  public:
#pragma db id
    int id = 0;
    int wheels = 0;
  };

#pragma db object callback(track) pointer(std::unique_ptr)
  class car: public vehicle
  {
  public:
    void track (odb::callback_event, odb::database&) const;

    int doors = 0;
  };

  // A callback of its own.
  //
#pragma db object callback(on_event)
  class story: public odb_alkey::stamped
  {
  public:
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
  class account: public odb_alkey::tracked<account>
  {
  public:
#pragma db id
    int id = 0;

#pragma db version
    unsigned long version = 0;
    int balance = 0;
  };

#pragma db object callback(track)
  class article: public odb_alkey::tracked<article>
  {
  public:
#pragma db id
    int id = 0;
    std::string title;

#pragma db load(lazy) update(manual)
    odb::section full;

#pragma db section(full)
    std::string body;
  };

#pragma db object callback(track)
  class playlist: public odb_alkey::tracked<playlist>
  {
  public:
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
  class comment: public odb_alkey::tracked<comment>
  {
  public:
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
  class garage: public odb_alkey::tracked<garage>
  {
  public:
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
