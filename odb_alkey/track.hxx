#ifndef ODB_ALKEY_TRACK_HXX
#define ODB_ALKEY_TRACK_HXX

#include <odb/callback.hxx>
#include <odb/forward.hxx>

#include <odb_alkey/detail/recording.hxx>

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

  template <typename T>
  void track (const T& object, odb::callback_event e, odb::database& db)
  {
    static_assert (sizeof (detail::nameable<T>) != 0, "");
    static_cast<void> (&detail::class_registrations<T>::owns);
    static_cast<void> (&detail::class_registrations<T>::probe);

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
