#ifndef ODB_ALKEY_DETAIL_IDENTITY_HXX
#define ODB_ALKEY_DETAIL_IDENTITY_HXX

#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

#include <odb/callback.hxx>
#include <odb/forward.hxx>
#include <odb/traits.hxx>

#include <odb_alkey/detail/called-by-odb.hxx>
#include <odb_alkey/detail/composite-id.hxx>
#include <odb_alkey/detail/id-text.hxx>
#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/literal.hxx>
#include <odb_alkey/detail/printable.hxx>
#include <odb_alkey/detail/table-names.hxx>
#include <odb_alkey/identifier.hxx>

namespace odb_alkey
{
  class stamped;

  template <typename T>
  class tracked;

  namespace detail
  {
    // Makes identifiers of objects from ODB's traits of their class.
    //
    // No template here does one thing if the traits are known, else another.
    // Without the generated header they silently say that a class is not
    // persistent, and the order of linking would decide which way a program
    // takes. So code that needs the traits does not compile without them.

    template <typename T>
    struct is_persistent:
        std::integral_constant<bool,
                               odb::class_traits<T>::kind == odb::class_object>
    {
    };

    // The root of the polymorphic hierarchy; the class itself if there is
    // none.
    //
    template <typename T, bool = odb::object_traits<T>::polymorphic>
    struct root
    {
      typedef T type;
    };

    template <typename T>
    struct root<T, true>
    {
      typedef typename odb::object_traits<T>::root_type type;
    };

    // The class that declares the track () of T: T itself, a base of it, or
    // tracked<U>. Void if T has no track (), or one that cannot be named here.
    //
    template <typename C>
    C declaring_class (void (C::*) (odb::callback_event, odb::database&)
                         const);

    template <typename C>
    C declaring_class (void (C::*) (odb::callback_event, odb::database&,
                                    track_call) const);

    template <typename T, typename = void>
    struct track_declared_in
    {
      typedef void type;
    };

    template <typename T>
    struct track_declared_in<T, void_t<decltype (declaring_class (&T::track))>>
    {
      typedef decltype (declaring_class (&T::track)) type;
    };

    template <typename C>
    struct tracks
    {
      typedef C type;
    };

    template <typename U>
    struct tracks<tracked<U>>
    {
      typedef U type;
    };

    // True if the track () of U records the rows of T, because both are the
    // same class or of the same hierarchy. A base class that T merely reuses
    // has a table of its own.
    //
    template <typename T, typename U>
    struct same_rows:
        std::is_same<typename root<T>::type, typename root<U>::type>
    {
    };

    template <typename T>
    struct same_rows<T, void>: std::true_type
    {
    };

    // False if it is known that ODB does not call this track (). A class may
    // call its own track () from a callback of any name, which is not known.
    //
    template <typename C>
    struct is_called: std::true_type
    {
    };

    template <typename U>
    struct is_called<tracked<U>>: called_by_odb<U>
    {
    };

    // A view has no token: the code that ODB generates for it tells its SQL,
    // but not its classes.
    //
    template <typename T>
    struct is_view:
        std::integral_constant<bool,
                               odb::class_traits<T>::kind == odb::class_view>
    {
    };

    template <typename T>
    struct no_view
    {
      static_assert (
        !is_view<T>::value,
        "odb_alkey: a view has no token: use odb_alkey::all<T> () "
        "of each class that it joins, or one<T> (id) of the "
        "objects that it shows");
    };

    // Instantiated wherever an object of T is named. Its errors explain what
    // is missing.
    //
    template <typename T, bool Persistent = is_persistent<T>::value>
    struct nameable: no_view<T>
    {
      static_assert (
        Persistent || is_view<T>::value,
        "odb_alkey: this class is tracked, but what ODB generated "
        "for it is not known here: include its x-odb.hxx");
    };

    template <typename T>
    struct nameable<T, true>
    {
      static_assert (std::is_base_of<stamped, T>::value,
                     "odb_alkey: this persistent class is not tracked: derive "
                     "it from odb_alkey::tracked<T> and annotate it with "
                     "#pragma db object callback(track)");

      static_assert (!odb::object_traits<T>::abstract ||
                       odb::object_traits<T>::polymorphic,
                     "odb_alkey: this class is abstract and has no table: "
                     "derive the classes that have one from "
                     "odb_alkey::tracked, each from its own");

      static_assert (
        same_rows<T, typename tracks<
                       typename track_declared_in<T>::type>::type>::value,
        "odb_alkey: the rows of this class are written under the track () "
        "of another class, which it reuses: give it a track () of its own "
        "and #pragma db object callback(track)");

      static_assert (
        is_called<typename track_declared_in<T>::type>::value,
        "odb_alkey: ODB does not call track () of this class, so that its "
        "writes are not recorded: annotate it with #pragma db object "
        "callback(track), or derive it from odb_alkey::stamped if it has a "
        "callback of its own");
    };

    template <typename T>
    struct has_id:
        std::integral_constant<
          bool, !std::is_void<typename odb::object_traits<T>::id_type>::value>
    {
    };

    // The escaped name of the table that ODB has generated, or null in a
    // program that is built for several databases.
    //
    template <typename R, typename = void>
    struct generated_table
    {
      static const std::string* name () noexcept
      {
        return nullptr;
      }
    };

    template <typename R>
    struct generated_table<R,
                           void_t<decltype (odb::access::object_traits_impl<
                                            R, odb::id_common>::table_name)>>
    {
      static const std::string* name ()
      {
        static const std::string n (escape_table (
          odb::access::object_traits_impl<R, odb::id_common>::table_name));
        return &n;
      }
    };

    [[noreturn]] void unknown_table (const std::type_info&);

    // Returns the escaped name of the table of C, or null if the program is
    // built for several databases and plugin::maps () was not called for C.
    //
    template <typename C>
    const std::string* known_table (const table_names& names)
    {
      const std::string* n (generated_table<C>::name ());
      return n != nullptr ? n : names.find (type_index<C> ());
    }

    // Returns the name of the table that names the objects of T. Throws
    // odb_alkey::exception if it is not known.
    //
    template <typename T>
    const std::string& table_name (const table_names& names)
    {
      typedef typename root<T>::type R;
      const std::string* n (known_table<R> (names));

      if (n == nullptr)
        unknown_table (typeid (R));

      return *n;
    }

    // Appends the text of an id of T: that of its type, or else that of its
    // members as ODB knows them.
    //
    template <typename T>
    void append_id (std::string& to,
                    const typename odb::object_traits<T>::id_type& id)
    {
      typedef typename odb::object_traits<T>::id_type id_type;

      std::conditional<has_members_only<typename root<T>::type>::value,
                       composite_id<typename root<T>::type>,
                       id_text<id_type>>::type::append (to, id);
    }

    template <typename T>
    identifier
    identifier_of_id (const table_names& names,
                      const typename odb::object_traits<T>::id_type& id)
    {
      std::string text;
      append_id<T> (text, id);
      return identifier::object (table_name<T> (names), text);
    }

    // Makes the identifier of an object, or of its table if the class has no
    // id: such rows can be written, but not named.
    //
    template <typename T, bool = has_id<T>::value>
    struct identity
    {
      typedef typename root<T>::type R;

      static identifier of (const table_names& names, const T& object)
      {
        return identifier_of_id<T> (
          names, odb::object_traits<R>::id (static_cast<const R&> (object)));
      }
    };

    template <typename T>
    struct identity<T, false>
    {
      static identifier of (const table_names& names, const T&)
      {
        return identifier::table (table_name<T> (names));
      }
    };
  }
}

#endif // ODB_ALKEY_DETAIL_IDENTITY_HXX
