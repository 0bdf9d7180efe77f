#ifndef ODB_ALKEY_DETAIL_ROW_OPERATIONS_HXX
#define ODB_ALKEY_DETAIL_ROW_OPERATIONS_HXX

#include <algorithm>
#include <cstddef>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <vector>

#include <odb/database.hxx>
#include <odb/pointer-traits.hxx>
#include <odb/section.hxx>
#include <odb/session.hxx>
#include <odb/traits.hxx>

#include <odb_alkey/detail/identity.hxx>
#include <odb_alkey/detail/recorder.hxx>
#include <odb_alkey/detail/recording.hxx>
#include <odb_alkey/detail/stamp.hxx>
#include <odb_alkey/detail/touch-collector.hxx>
#include <odb_alkey/stamped.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // ODB's operations that call back for no object, so that they are recorded
    // here.

    // An operation that writes one row. It is not begun if the object may be
    // of a derived class, which may have parents that T does not know: then
    // its statements change every object.
    //
    template <typename T>
    class row_operation
    {
    public:
      row_operation (recorder& r, const void* object, change c, bool exactly_t)
          : recorder_ (r), object_ (object)
      {
        const std::string& table (table_name<T> (r.tables ()));

        begun_ = !odb::object_traits<T>::polymorphic || exactly_t ||
                 !r.has_parents (table);

        if (begun_)
          r.begin_operation (object, table, c, row_id::known);
      }

      void end ()
      {
        if (begun_)
          recorder_.end_operation (object_);
      }

    private:
      recorder& recorder_;
      const void* object_;
      bool begun_;
    };

    template <typename T>
    void record_parents (recorder&,
                         const typename odb::object_traits<T>::id_type&,
                         std::false_type)
    {
    }

    template <typename T>
    void record_parents (recorder& r,
                         const typename odb::object_traits<T>::id_type& id,
                         std::true_type)
    {
      typedef typename odb::object_traits<T>::pointer_type pointer;
      typedef odb::pointer_traits<pointer> traits;

      pointer p (r.database ().template load<T> (id));
      typename traits::guard g (p);

      // The session owns the objects that it holds.
      //
      if (odb::session::has_current ())
        g.release ();

      parenthood<T>::written (r, traits::get_ref (p), false);
    }

    template <typename T>
    void record_erase (recorder& r,
                       const typename odb::object_traits<T>::id_type& id)
    {
      r.record (identifier_of_id<T> (r.tables (), id));
      record_parents<T> (r, id, has_touches<T> ());
    }

    template <typename T>
    void erase_row (recorder& r,
                    const typename odb::object_traits<T>::id_type& id)
    {
      static_assert (sizeof (nameable<T>) != 0, "");
      record_erase<T> (r, id);
      row_operation<T> own (r, &id, change::erase, false);
      r.database ().template erase<T> (id);
      own.end ();
    }

    // Erases some objects, and returns the id that comes next. A statement of
    // a bulk operation serves at most `batch` objects.
    //
    template <typename T, typename Id>
    const Id* erase_some (recorder& r, const Id* i, const Id*, std::false_type)
    {
      erase_row<T> (r, *i);
      return i + 1;
    }

    template <typename T, typename Id>
    const Id* erase_some (recorder& r, const Id* i, const Id* end,
                          std::true_type)
    {
      end = i + std::min (static_cast<std::size_t> (end - i),
                          static_cast<std::size_t> (bulk<T>::batch));

      for (const Id* n (i); n != end; ++n)
        record_erase<T> (r, *n);

      std::vector<row_operation<T>> own;

      for (const Id* n (i); n != end; ++n)
        own.emplace_back (r, n, change::erase, false);

      r.database ().template erase<T> (i, end);

      for (row_operation<T>& o : own)
        o.end ();

      return end;
    }

    template <typename T>
    void erase_rows (
      recorder& r,
      const std::vector<typename odb::object_traits<T>::id_type>& ids)
    {
      typedef typename odb::object_traits<T>::id_type id_type;

      const id_type* end (ids.data () + ids.size ());

      for (const id_type* i (ids.data ()); i != end;)
        i = erase_some<T> (r, i, end, has_bulk<T> ());
    }

    template <typename T>
    void update_row (recorder& r, const T& object, const odb::section& s)
    {
      static_assert (sizeof (nameable<T>) != 0, "");
      stamp_access::of (object) = stamp ();
      r.record (identity<T>::of (r.tables (), object));
      parenthood<T>::written (r, object, false);

      row_operation<T> own (r, &object, change::update,
                            typeid (object) == typeid (T));
      r.database ().update (object, s);
      own.end ();
    }
  }
}

#endif // ODB_ALKEY_DETAIL_ROW_OPERATIONS_HXX
