#ifndef ODB_ALKEY_DETAIL_RECORDING_HXX
#define ODB_ALKEY_DETAIL_RECORDING_HXX

#include <memory>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include <odb/forward.hxx>
#include <odb/pointer-traits.hxx>
#include <odb/traits.hxx>

#include <odb_alkey/detail/class-registration.hxx>
#include <odb_alkey/detail/identity.hxx>
#include <odb_alkey/detail/parents.hxx>
#include <odb_alkey/detail/recorder.hxx>
#include <odb_alkey/detail/session-apart.hxx>
#include <odb_alkey/detail/touch-collector.hxx>
#include <odb_alkey/stamped.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Records the parents of an object as T's touches () names them. Does
    // nothing if T has no touches ().
    //
    template <typename T, bool = has_touches<T>::value>
    struct parenthood
    {
      static_assert (!names_touches<T>::value,
                     "odb_alkey: touches () of this class must be a public "
                     "const member template that takes a Touch&");

      typedef std::vector<identifier> identifiers;

      static void loaded (recorder&, const T&) {}
      static void written (recorder&, const T&, bool) {}
      static void persisted (recorder&, const T&) {}

      static identifiers named (recorder&, const T&)
      {
        return identifiers ();
      }
    };

    template <typename T>
    struct parenthood<T, true>
    {
      typedef std::vector<identifier> identifiers;

      static void loaded (recorder& r, const T& object)
      {
        stamp_access::parents_of (object) =
          std::make_shared<const parents> (named (r, object));
      }

      // The parents that the object names now.
      //
      static identifiers named (recorder& r, const T& object)
      {
        touch_collector c (r.tables ());
        object.touches (c);
        return c.identifiers ();
      }

      // The object moves from the parents that the database may hold to those
      // that it names now, so that all of them change.
      //
      static void written (recorder& r, const T& object, bool is_new)
      {
        touch_collector c (r.tables ());
        object.touches (c);

        std::shared_ptr<const parents>& remembered (
          stamp_access::parents_of (object));
        std::shared_ptr<const transaction_outcome> now (r.outcome ());
        identifiers before;

        if (remembered != nullptr)
        {
          r.record_parents (remembered->possible ());
          before = remembered->before_transaction (now);
        }
        else if (!is_new)
        {
          // The object was made by hand and not loaded, so that any object of
          // these classes may have been its parent.
          //
          before = c.sweeps ();
          r.record_parents (before);
        }

        identifiers current (c.identifiers ());
        r.record_parents (current);
        remembered = std::make_shared<const parents> (
          std::move (before), std::move (current), std::move (now));
      }

      static void persisted (recorder& r, const T& object)
      {
        r.know_parents (identity<T>::of (r.tables (), object));
      }
    };

    // Loads an object of the hierarchy with this root, so that touches () of
    // its own class is called. Some classes cannot be loaded by id.
    //
    template <typename R, typename = void>
    struct climbing
    {
      static bool find (recorder&, const std::string&,
                        std::vector<identifier>&)
      {
        return false;
      }
    };

    template <typename R>
    struct climbing<
      R,
      void_t<
        decltype (odb::access::object_traits_impl<R, odb::id_common>::find (
          std::declval<odb::database&> (),
          std::declval<const typename odb::object_traits<R>::id_type&> ()))>>
    {
      static bool find (recorder& r, const std::string& text,
                        std::vector<identifier>& to)
      {
        typedef typename odb::object_traits<R>::id_type id_type;
        typedef typename odb::object_traits<R>::pointer_type pointer;
        typedef odb::pointer_traits<pointer> traits;

        id_type id = id_type ();

        if (!id_value<id_type>::read (text, id))
          return false;

        session_apart own;
        pointer p (odb::access::object_traits_impl<R, odb::id_common>::find (
          r.database (), id));
        typename traits::guard g (p);

        if (traits::null_ptr (p))
          return true;

        const std::shared_ptr<const parents>& found (
          stamp_access::parents_of (traits::get_ref (p)));

        if (found != nullptr)
        {
          std::vector<identifier> v (found->possible ());
          to.insert (to.end (), v.begin (), v.end ());
        }

        return true;
      }
    };

    // Registers the classes of the parents that touches () of T names. It
    // is enough that this is compiled.
    //
    template <typename T, bool = has_touches<T>::value>
    struct parent_registrations
    {
      static void probe (const T&) {}
    };

    template <typename T>
    struct parent_registrations<T, true>
    {
      static void probe (const T& object)
      {
        touch_probe<T> p;
        object.touches (p);
        static_cast<void> (&finds_parents);
      }

      static const scoped_registration finds_parents;
    };

    template <typename T>
    const scoped_registration parent_registrations<T, true>::finds_parents (
      typeid (T), &root_table<T>, &climbing<typename root<T>::type>::find);

    template <typename T>
    struct class_registrations
    {
      static const scoped_registration owns;
      static void (*const probe) (const T&);
    };

    template <typename T>
    const scoped_registration
      class_registrations<T>::owns (typeid (T), &root_table<T>,
                                    class_registration::kind::owns,
                                    &known_table<T>);

    template <typename T>
    void (*const class_registrations<T>::probe) (const T&) =
      &parent_registrations<T>::probe;

    // Records everything that ODB is about to write. This is done before the
    // operation: one that throws half-way may have written a part, and the
    // transaction may go on.
    //
    template <typename T>
    void record_write (recorder& r, const T& object, change c)
    {
      r.record (identity<T>::of (r.tables (), object));
      parenthood<T>::written (r, object, c == change::insert);
      r.begin_operation (&object, table_name<T> (r.tables ()), c,
                         row_id::known);
    }

    // True if the database makes the id, so that it is not known before the
    // object is persistent.
    //
    template <typename T>
    struct has_auto_id:
        std::integral_constant<
          bool, odb::object_traits<typename root<T>::type>::auto_id>
    {
    };

    // ODB's bulk operations on T. One statement serves at most `batch`
    // objects.
    //
    template <typename T>
    struct bulk: odb::access::object_traits_impl<T, odb::id_common>
    {
    };

    template <typename T, typename = void>
    struct has_bulk: std::false_type
    {
    };

    template <typename T>
    struct has_bulk<T, void_t<decltype (bulk<T>::batch)>>: std::true_type
    {
    };

    template <typename T>
    void record_persist (recorder& r, const T& object)
    {
      if (!has_auto_id<T>::value)
      {
        record_write (r, object, change::insert);
        return;
      }

      r.record (identifier::table (table_name<T> (r.tables ())));
      parenthood<T>::written (r, object, true);
      r.begin_operation (&object, table_name<T> (r.tables ()), change::insert,
                         row_id::to_come);
    }

    template <typename T>
    void record_persisted (recorder& r, const T& object)
    {
      if (has_auto_id<T>::value)
        r.record (identity<T>::of (r.tables (), object));

      parenthood<T>::persisted (r, object);
      r.end_operation (&object);
    }

    template <typename T>
    void record_load (recorder& r, const T& object)
    {
      bool changes;
      stamp s (r.snapshot (changes));

      // The transaction has written the object itself, and may still roll it
      // back.
      //
      if (changes && r.written (identity<T>::of (r.tables (), object)))
        s = stamp ();

      stamp_access::of (object) = s;
      parenthood<T>::loaded (r, object);
    }
  }
}

#endif // ODB_ALKEY_DETAIL_RECORDING_HXX
