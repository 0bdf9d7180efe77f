#ifndef TESTS_INTEGRATION_LEVELS_HXX
#define TESTS_INTEGRATION_LEVELS_HXX

#include <memory>
#include <ostream>
#include <string>

#include <odb/core.hxx>
#include <odb/lazy-ptr.hxx>

#include <odb_alkey/tracked.hxx>

// Objects that belong to objects that belong to objects.

namespace levels
{
#pragma db object callback(track)
  struct author: odb_alkey::tracked<author>
  {
#pragma db id
    int id = 0;
  };

#pragma db object callback(track) session
  struct post: odb_alkey::tracked<post>
  {
#pragma db id
    int id = 0;
    odb::lazy_shared_ptr<author> by;

    template <typename Touch>
    void touches (Touch& touch) const
    {
      touch (by);
    }
  };

#pragma db object callback(track)
  struct reply: odb_alkey::tracked<reply>
  {
#pragma db id auto
    int id = 0;
    odb::lazy_shared_ptr<post> to;

    template <typename Touch>
    void touches (Touch& touch) const
    {
      touch (to);
    }
  };

  // Sections are within each other.
  //
#pragma db object callback(track)
  struct section: odb_alkey::tracked<section>
  {
#pragma db id
    std::string id;
    odb::lazy_shared_ptr<section> within;

    template <typename Touch>
    void touches (Touch& touch) const
    {
      touch (within);
    }
  };

#pragma db value
  struct place
  {
    int row = 0;
    int column = 0;
  };

  inline std::ostream& operator<< (std::ostream& o, const place& p)
  {
    return o << p.row << '/' << p.column;
  }

  // Its id cannot be told from the text.
  //
#pragma db object callback(track)
  struct seat: odb_alkey::tracked<seat>
  {
#pragma db id
    place id;
    odb::lazy_shared_ptr<section> in;

    template <typename Touch>
    void touches (Touch& touch) const
    {
      touch (in);
    }
  };

#pragma db object callback(track)
  struct guest: odb_alkey::tracked<guest>
  {
#pragma db id
    int id = 0;
    odb::lazy_shared_ptr<seat> on;

    template <typename Touch>
    void touches (Touch& touch) const
    {
      touch (on);
    }
  };

  // The parents of a derived class are those of its own touches ().
  //
#pragma db object polymorphic callback(track)
  struct pet: odb_alkey::tracked<pet>
  {
    virtual ~pet () = default;

#pragma db id
    int id = 0;
  };

#pragma db object callback(track)
  struct hound: pet
  {
    void track (odb::callback_event, odb::database&) const;

    odb::lazy_shared_ptr<author> of;

    template <typename Touch>
    void touches (Touch& touch) const
    {
      touch (of);
    }
  };

#pragma db object callback(track)
  struct flea: odb_alkey::tracked<flea>
  {
#pragma db id
    int id = 0;
    odb::lazy_shared_ptr<pet> on;

    template <typename Touch>
    void touches (Touch& touch) const
    {
      touch (on);
    }
  };

  // Loaded with one another, which takes a session.
  //
#pragma db object callback(track) session
  struct ring: odb_alkey::tracked<ring>
  {
#pragma db id
    int id = 0;
    std::weak_ptr<ring> next;

    template <typename Touch>
    void touches (Touch& touch) const
    {
      touch (next);
    }
  };
}

#endif // TESTS_INTEGRATION_LEVELS_HXX
