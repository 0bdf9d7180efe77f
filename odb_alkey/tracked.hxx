#ifndef ODB_ALKEY_TRACKED_HXX
#define ODB_ALKEY_TRACKED_HXX

#include <type_traits>
#include <typeinfo>

#include <odb/callback.hxx>
#include <odb/forward.hxx>
#include <odb/traits.hxx>

#include <odb_alkey/detail/called-by-odb.hxx>
#include <odb_alkey/detail/class-registration.hxx>
#include <odb_alkey/detail/identity.hxx>
#include <odb_alkey/detail/touch-collector.hxx>
#include <odb_alkey/stamped.hxx>
#include <odb_alkey/track.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Whether the traits of T are known here, and it has a table. May be asked
    // before they are, which only counts as no: what they specialise is not
    // instantiated by that.
    //
    template <typename T, typename = void>
    struct has_traits: std::false_type
    {
    };

    template <typename T>
    struct has_traits<T, void_t<decltype (odb::access::object_traits_impl<
                                          T, odb::id_common>::polymorphic)>>
    {
      typedef odb::access::object_traits_impl<T, odb::id_common> traits;
      static const bool value = traits::polymorphic || !traits::abstract;
    };

    // Makes the table of T known by the mere use of tracked<T>, wherever the
    // traits are known. Of two sources the linker keeps the one's constructor,
    // which has no code of this; what the other has made known stays.
    //
    template <typename T, bool = has_traits<T>::value>
    struct derivation
    {
      static void known () noexcept {}
    };

    template <typename T>
    struct derivation<T, true>
    {
      static void known () noexcept
      {
        static_cast<void> (&fact);
      }

    private:
      static const detail::scoped_registration fact;
    };

    template <typename T>
    const detail::scoped_registration derivation<T, true>::fact (
      typeid (T), &root_table<T>,
      has_touches<T>::value || names_touches<T>::value
        ? detail::class_registration::kind::derives_and_touches
        : detail::class_registration::kind::derives,
      &known_table<T>);
  }

  // Makes a persistent class tracked: its writes change its objects' tokens.
  //
  //   #pragma db object callback(track)
  //   class user: public odb_alkey::tracked<user>
  //   {
  //     …
  //   };
  //
  // Without the pragma's callback(track) nobody tells of its writes: then the
  // class does not compile where its objects are named, and where it is only
  // written each write changes every object of its table, and is an error in
  // the log.
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
  // A tracked class may say whose tokens change with its own:
  //
  //   template <typename Touch>
  //   void touches (Touch& touch) const
  //   {
  //     touch (author_);     // A pointer of any kind, loaded or not,
  //     touch (categories_); // a container of them,
  //     touch (odb_alkey::one<blog> (blog_id_)); // or an id.
  //   }
  //
  // Where a parent's class has touches () as well, this goes on: the parent is
  // loaded by its id, once in a transaction, to know its own parents. When an
  // object moves from one parent to another, both are changed. In a
  // polymorphic hierarchy touches () of the class whose track () is called
  // counts, which is the root's unless a derived class has its own.
  //
  template <typename T>
  class tracked: public stamped
  {
  public:
    // Called by ODB. Instantiated in the source that ODB generates, the only
    // place that calls it, which knows the class's traits. The last parameter
    // is for that place to be noticed.
    //
    void track (odb::callback_event e, odb::database& db,
                detail::track_call = detail::calling_track<T>::here ()) const
    {
      static_assert (std::is_base_of<tracked, T>::value,
                     "odb_alkey: tracked<T> is for deriving T from it");

      odb_alkey::track (static_cast<const T&> (*this), e, db);
    }

  protected:
    tracked () noexcept
    {
      detail::derivation<T>::known ();
    }

    ~tracked ()
    {
      detail::derivation<T>::known ();
    }

    tracked (const tracked&) = default;
    tracked (tracked&&) = default;
    tracked& operator= (const tracked&) = default;
    tracked& operator= (tracked&&) = default;
  };
}

#endif // ODB_ALKEY_TRACKED_HXX
