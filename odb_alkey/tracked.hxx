#ifndef ODB_ALKEY_TRACKED_HXX
#define ODB_ALKEY_TRACKED_HXX

#include <type_traits>

#include <odb/callback.hxx>
#include <odb/forward.hxx>

#include <odb_alkey/stamped.hxx>
#include <odb_alkey/track.hxx>

namespace odb_alkey
{
  // Makes a persistent class tracked: its writes change its objects' tokens.
  //
  //   #pragma db object callback(track)
  //   class user: public odb_alkey::tracked<user>
  //   {
  //     …
  //   };
  //
  // In a polymorphic hierarchy it is enough to annotate the root. A class
  // that reuses another persistent class, with a table of its own, needs a
  // track () and a callback pragma of its own:
  //
  //   #pragma db object callback(track)
  //   class employee: public person
  //   {
  //   public:
  //     void track (odb::callback_event, odb::database&) const;
  //     …
  //   };
  //
  //   // In a source that includes employee-odb.hxx.
  //   void employee::track (odb::callback_event e, odb::database& db) const
  //   {
  //     odb_alkey::track (*this, e, db);
  //   }
  //
  // The same goes for a class that has a callback already: it derives from
  // odb_alkey::stamped and calls odb_alkey::track from that callback, for
  // every event.
  //
  // A tracked class may say whose tokens change with its own, one level up:
  //
  //   template <typename Touch>
  //   void touches (Touch& touch) const
  //   {
  //     touch (author_);     // A pointer of any kind, loaded or not,
  //     touch (categories_); // a container of them,
  //     touch (odb_alkey::one<blog> (blog_id_)); // or an id.
  //   }
  //
  // When an object moves from one parent to another, both are changed. In a
  // polymorphic hierarchy touches () of the class whose track () is called
  // counts, which is the root's unless a derived class has its own.
  //
  template <typename T>
  class tracked: public stamped
  {
  public:
    // Called by ODB. Instantiated in the source that ODB generates, the only
    // place that calls it, which knows the class's traits.
    //
    void track (odb::callback_event e, odb::database& db) const
    {
      static_assert (std::is_base_of<tracked, T>::value,
                     "odb_alkey: tracked<T> is for deriving T from it");

      odb_alkey::track (static_cast<const T&> (*this), e, db);
    }

  protected:
    tracked () = default;
    ~tracked () = default;
    tracked (const tracked&) = default;
    tracked (tracked&&) = default;
    tracked& operator= (const tracked&) = default;
    tracked& operator= (tracked&&) = default;
  };
}

#endif // ODB_ALKEY_TRACKED_HXX
