#ifndef ODB_ALKEY_DETAIL_OBJECT_ARGUMENT_HXX
#define ODB_ALKEY_DETAIL_OBJECT_ARGUMENT_HXX

#include <cstddef>
#include <type_traits>

#include <odb_alkey/detail/identity.hxx>
#include <odb_alkey/detail/write-argument.hxx>
#include <odb_alkey/stamped.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Objects.
    //
    template <typename T>
    struct argument<T, category::object>: nameable<T>
    {
      static_assert (has_id<T>::value,
                     "odb_alkey: objects of this class have no id, so that "
                     "none can be named: use odb_alkey::all<T> ()");

      static void write (arguments& to, const T& object)
      {
        typedef typename root<T>::type R;

        std::size_t begin (to.text.size ());
        std::size_t hash (add_table<T> (to) - begin);
        append_id<T> (
          to.text, odb::object_traits<R>::id (static_cast<const R&> (object)));
        to.object (begin, hash, stamp_access::of (object));
      }
    };

    template <typename T>
    struct argument<T, category::pointer>
    {
      typedef typename std::remove_const<
        typename odb::pointer_traits<T>::element_type>::type element_type;

      static_assert (!std::is_pointer<T>::value ||
                       is_object<element_type>::value,
                     "odb_alkey: a raw pointer as an argument points to an "
                     "object of a tracked class or to characters; pass the "
                     "value of anything else");

      static void write (arguments& to, const T& p)
      {
        if (p)
          add_present (to, static_cast<const element_type&> (*p));
        else
          to.text += "null";
      }
    };

    template <typename T>
    struct argument<T, category::weak_pointer>
    {
      static void write (arguments& to, const T& p)
      {
        add (to, odb::pointer_traits<T>::lock (p));
      }
    };

    template <typename T>
    struct argument<T, category::lazy_pointer>
    {
      typedef odb::pointer_traits<T> traits;
      typedef typename std::remove_const<typename traits::element_type>::type
        element_type;

      static void write (arguments& to, const T& p)
      {
        typedef odb::pointer_traits<typename traits::eager_pointer_type> eager;

        if (const element_type* object = eager::get_ptr (p.get_eager ()))
          add (to, *object);
        else if (!traits::null_ptr (p))
          add (to, one<element_type> (
                     traits::template object_id<element_type> (p)));
        else
          to.text += "null";
      }
    };

    template <typename T>
    struct argument<T, category::foreign_pointer>
    {
      static_assert (sizeof (T) == 0,
                     "odb_alkey: ODB does not know this smart pointer here: "
                     "include the ODB header with its pointer_traits, such "
                     "as odb/boost/smart-ptr/pointer-traits.hxx");

      static void write (arguments&, const T&);
    };
  }
}

#endif // ODB_ALKEY_DETAIL_OBJECT_ARGUMENT_HXX
