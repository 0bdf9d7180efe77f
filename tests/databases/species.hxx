#ifndef TESTS_DATABASES_SPECIES_HXX
#define TESTS_DATABASES_SPECIES_HXX

#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include <odb/core.hxx>
#include <odb/lazy-ptr.hxx>
#include <odb/section.hxx>

#include <odb_alkey/tracked.hxx>

// A class of each kind that differs in what ODB executes for it. Each knows
// how to become another, and what of it is stored.

namespace species
{
  // A small number that is new each time.
  //
  typedef int dice;

  inline std::string word (dice d)
  {
    return "w" + std::to_string (d);
  }

  template <typename C>
  std::string listed (const C& c)
  {
    std::ostringstream o;
    for (const auto& x : c)
      o << x << ',';
    return o.str ();
  }

#pragma db object callback(track)
  struct plain: odb_alkey::tracked<plain>
  {
#pragma db id auto
    unsigned long id = 0;
    std::string name;

    void change (dice d)
    {
      name = word (d);
    }

    std::string image () const
    {
      return name;
    }
  };

#pragma db object callback(track)
  struct sectioned: odb_alkey::tracked<sectioned>
  {
#pragma db id
    int id = 0;
    std::string title;

#pragma db load(lazy) update(manual)
    odb::section full;

#pragma db section(full)
    std::string body;

#pragma db section(full)
    std::vector<std::string> notes;

    void change (dice d)
    {
      title = word (d);
    }

    void change_section (dice d)
    {
      body = word (d);
      notes.assign (static_cast<std::size_t> (d % 3), word (d));
    }

    std::string image () const
    {
      return title + '/' + body + '/' + listed (notes);
    }
  };

#pragma db object callback(track)
  struct holder: odb_alkey::tracked<holder>
  {
#pragma db id
    int id = 0;
    std::vector<int> numbers;
    std::set<std::string> names;
    std::map<std::string, int> counts;

    // Only the containers: the row of its own stays.
    //
    void change (dice d)
    {
      numbers.assign (static_cast<std::size_t> (d % 3), d);
      names.insert (word (d % 5));
      counts[word (d % 4)] = d;
    }

    std::string image () const
    {
      std::string r (listed (numbers) + '/' + listed (names) + '/');
      for (const auto& p : counts)
        r += p.first + '=' + std::to_string (p.second) + ',';
      return r;
    }
  };

#pragma db object polymorphic callback(track)
  struct being: odb_alkey::tracked<being>
  {
    virtual ~being () = default;

#pragma db id
    int id = 0;
    std::string name;

    virtual void change (dice d)
    {
      name = word (d);
    }

    virtual std::string image () const
    {
      return name;
    }
  };

#pragma db object
  struct beast: being
  {
    int legs = 0;
    std::vector<std::string> calls;

    // Only what is not in the root's table.
    //
    void change (dice d) override
    {
      legs = d;
      calls.assign (static_cast<std::size_t> (d % 3), word (d));
    }

    std::string image () const override
    {
      return name + '/' + std::to_string (legs) + '/' + listed (calls);
    }
  };

#pragma db object
  struct whale: beast
  {
    int depth = 0;

    void change (dice d) override
    {
      depth = d;
    }

    std::string image () const override
    {
      return beast::image () + '/' + std::to_string (depth);
    }
  };

#pragma db value
  struct place
  {
    int line = 0;
    std::string seat;
  };

  inline bool operator<(const place& a, const place& b)
  {
    return std::tie (a.line, a.seat) < std::tie (b.line, b.seat);
  }

#pragma db object callback(track)
  struct ticket: odb_alkey::tracked<ticket>
  {
#pragma db id
    place id;
    int price = 0;

    void change (dice d)
    {
      price = d;
    }

    std::string image () const
    {
      return std::to_string (price);
    }
  };

#pragma db object callback(track)
  struct named: odb_alkey::tracked<named>
  {
#pragma db id
    std::string id;
    int n = 0;

    void change (dice d)
    {
      n = d;
    }

    std::string image () const
    {
      return std::to_string (n);
    }
  };

#pragma db object callback(track) optimistic
  struct versioned: odb_alkey::tracked<versioned>
  {
#pragma db id
    int id = 0;

#pragma db version
    unsigned long version = 0;
    int n = 0;

    void change (dice d)
    {
      n = d;
    }

    std::string image () const
    {
      return std::to_string (version) + '/' + std::to_string (n);
    }
  };

#pragma db object callback(track)
  struct partly_fixed: odb_alkey::tracked<partly_fixed>
  {
#pragma db id
    int id = 0;

#pragma db readonly
    std::string label;
    int n = 0;

    void change (dice d)
    {
      label = word (d);
      n = d;
    }

    std::string image () const
    {
      return label + '/' + std::to_string (n);
    }
  };

  // Belongs to others.
  //
#pragma db object callback(track)
  struct leaf: odb_alkey::tracked<leaf>
  {
#pragma db id
    int id = 0;
    std::string color;

#pragma db null
    odb::lazy_shared_ptr<plain> of;
    std::vector<odb::lazy_shared_ptr<named>> seen_by;

    template <typename Touch>
    void touches (Touch& touch) const
    {
      touch (of);
      touch (seen_by);
    }

    void change (dice d)
    {
      color = word (d);
    }

    // Where it is known what ODB generates for the others.
    //
    std::string image () const;
  };
}

#endif // TESTS_DATABASES_SPECIES_HXX
