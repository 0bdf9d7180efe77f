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
    // True if the traits of T are known here and T has a table. It may be
    // asked before the traits are known, and is false then: asking does not
    // instantiate the templates that they specialise.
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

    // Registers the table of T wherever tracked<T> is used and the traits are
    // known. The linker may keep the constructor of a source that does not
    // know them; the registration of another source stays nevertheless.
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
  // Without callback(track) in the pragma, ODB does not call the library when
  // it writes an object. Then a source that names objects of the class does
  // not compile. In a program that only writes them, each write changes every
  // object of the table, and the log says that the pragma is missing.
  //
  // In a polymorphic hierarchy it is enough to annotate the root. A class that
  // reuses another persistent class and has a table of its own needs its own
  // track () and its own pragma:
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
  // A class that has a callback already derives from odb_alkey::stamped, and
  // calls odb_alkey::track from that callback for every event.
  //
  // A tracked class may name parents, whose tokens change with its own:
  //
  //   template <typename Touch>
  //   void touches (Touch& touch) const
  //   {
  //     touch (author_);     // A pointer of any kind, loaded or not,
  //     touch (categories_); // a container of them,
  //     touch (odb_alkey::one<blog> (blog_id_)); // or an id.
  //   }
  //
  // If the class of a parent has touches () as well, the tokens of its parents
  // change too: the parent is loaded by its id, once in a transaction, to find
  // them. When an object moves from one parent to another, both change. In a
  // polymorphic hierarchy the library calls touches () of the class whose
  // track () ODB calls, which is the root unless a derived class has its own.
  //
  template <typename T>
  class tracked: public stamped
  {
  public:
    // ODB calls this from the source that it generates, which knows the traits
    // of the class. The last parameter shows that the source calls it.
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
