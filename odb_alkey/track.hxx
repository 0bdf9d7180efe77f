#ifndef ODB_ALKEY_TRACK_HXX
#define ODB_ALKEY_TRACK_HXX

#include <memory>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include <odb/callback.hxx>
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
  // Records what ODB does with an object. The class's own callback calls it
  // for every event, in a source that includes x-odb.hxx. (A class without a
  // callback of its own derives from tracked<T> instead.)
  //
  //   void user::on_event (odb::callback_event e, odb::database& db) const
  //   {
  //     odb_alkey::track (*this, e, db);
  //   }
  //
  // It does nothing if no plugin is bound to the database. It throws
  // odb_alkey::exception if the table of the class is not known: see
  // plugin::maps (). Any thread may call it, in its own transactions.
  //
  template <typename T>
  void track (const T& object, odb::callback_event, odb::database&);

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

      static void loaded (detail::recorder&, const T&) {}
      static void written (detail::recorder&, const T&, bool) {}
      static void persisted (detail::recorder&, const T&) {}

      static identifiers named (detail::recorder&, const T&)
      {
        return identifiers ();
      }
    };

    template <typename T>
    struct parenthood<T, true>
    {
      typedef std::vector<identifier> identifiers;

      static void loaded (detail::recorder& r, const T& object)
      {
        stamp_access::parents_of (object) =
          std::make_shared<const detail::parents> (named (r, object));
      }

      // The parents that the object names now.
      //
      static identifiers named (detail::recorder& r, const T& object)
      {
        touch_collector c (r.tables ());
        object.touches (c);
        return c.identifiers ();
      }

      // The object moves from the parents that the database may hold to those
      // that it names now, so that all of them change.
      //
      static void written (detail::recorder& r, const T& object, bool is_new)
      {
        touch_collector c (r.tables ());
        object.touches (c);

        std::shared_ptr<const detail::parents>& remembered (
          stamp_access::parents_of (object));
        std::shared_ptr<const detail::transaction_outcome> now (r.outcome ());
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
        remembered = std::make_shared<const detail::parents> (
          std::move (before), std::move (current), std::move (now));
      }

      static void persisted (detail::recorder& r, const T& object)
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
      static bool find (detail::recorder&, const std::string&,
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
      static bool find (detail::recorder& r, const std::string& text,
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

        const std::shared_ptr<const detail::parents>& found (
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
    struct facts_of
    {
      static void probe (const T&) {}
    };

    template <typename T>
    struct facts_of<T, true>
    {
      static void probe (const T& object)
      {
        touch_probe<T> p;
        object.touches (p);
        static_cast<void> (&climbs);
      }

      static const detail::scoped_registration climbs;
    };

    template <typename T>
    const detail::scoped_registration
      facts_of<T, true>::climbs (typeid (T), &root_table<T>,
                                 &climbing<typename root<T>::type>::find);

    template <typename T>
    struct class_facts
    {
      static const detail::scoped_registration owns;
      static void (*const probe) (const T&);
    };

    template <typename T>
    const detail::scoped_registration
      class_facts<T>::owns (typeid (T), &root_table<T>,
                            detail::class_registration::kind::owns,
                            &known_table<T>);

    template <typename T>
    void (*const class_facts<T>::probe) (const T&) = &facts_of<T>::probe;

    // Records everything that ODB is about to write. This is done before the
    // operation: one that throws half-way may have written a part, and the
    // transaction may go on.
    //
    template <typename T>
    void record_write (detail::recorder& r, const T& object, detail::change c)
    {
      r.record (identity<T>::of (r.tables (), object));
      parenthood<T>::written (r, object, c == detail::change::insert);
      r.begin_operation (&object, table_name<T> (r.tables ()), c,
                         detail::row_id::known);
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

    template <typename T>
    void record_persist (detail::recorder& r, const T& object)
    {
      if (!has_auto_id<T>::value)
      {
        record_write (r, object, detail::change::insert);
        return;
      }

      r.record (identifier::table (table_name<T> (r.tables ())));
      parenthood<T>::written (r, object, true);
      r.begin_operation (&object, table_name<T> (r.tables ()),
                         detail::change::insert, detail::row_id::to_come);
    }

    template <typename T>
    void record_persisted (detail::recorder& r, const T& object)
    {
      if (has_auto_id<T>::value)
        r.record (identity<T>::of (r.tables (), object));

      parenthood<T>::persisted (r, object);
      r.end_operation (&object);
    }

    template <typename T>
    void record_load (detail::recorder& r, const T& object)
    {
      bool changes;
      detail::stamp s (r.snapshot (changes));

      // The transaction has written the object itself, and may still roll it
      // back.
      //
      if (changes && r.written (identity<T>::of (r.tables (), object)))
        s = stamp ();

      stamp_access::of (object) = s;
      parenthood<T>::loaded (r, object);
    }
  }

  template <typename T>
  void track (const T& object, odb::callback_event e, odb::database& db)
  {
    static_assert (sizeof (detail::nameable<T>) != 0, "");
    static_cast<void> (&detail::class_facts<T>::owns);
    static_cast<void> (&detail::class_facts<T>::probe);

    detail::stamp_access::of (object) = detail::stamp ();

    if (e == odb::callback_event::pre_load)
      return;

    detail::recorder* r (detail::recorder::of (db));

    if (r == nullptr)
      return;

    switch (e)
    {
    case odb::callback_event::pre_update:
      detail::record_write (*r, object, detail::change::update);
      break;
    case odb::callback_event::pre_erase:
      detail::record_write (*r, object, detail::change::erase);
      break;
    case odb::callback_event::pre_persist:
      detail::record_persist (*r, object);
      break;
    case odb::callback_event::post_persist:
      detail::record_persisted (*r, object);
      break;
    case odb::callback_event::post_load:
      detail::record_load (*r, object);
      break;
    case odb::callback_event::post_update:
    case odb::callback_event::post_erase:
      r->end_operation (&object);
      break;
    case odb::callback_event::pre_load:
      break;
    }
  }
}

#endif // ODB_ALKEY_TRACK_HXX
