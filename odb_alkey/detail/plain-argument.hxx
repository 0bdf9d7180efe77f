#ifndef ODB_ALKEY_DETAIL_PLAIN_ARGUMENT_HXX
#define ODB_ALKEY_DETAIL_PLAIN_ARGUMENT_HXX

#include <cstddef>
#include <cstring>
#include <string>
#include <type_traits>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/identity.hxx>
#include <odb_alkey/detail/literal.hxx>
#include <odb_alkey/detail/write-argument.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Arguments that stand for objects without being one.
    //
    template <typename T>
    struct argument<T, category::identifier>
    {
      static void write (arguments& to, const identifier& i)
      {
        to.identifier (i);
      }
    };

    template <typename T, typename Id>
    struct argument<one_argument<T, Id>, category::one>: nameable<T>
    {
      static_assert (has_id<T>::value,
                     "odb_alkey: objects of this class have no id, so that "
                     "none can be named: use odb_alkey::all<T> ()");

      static void write (arguments& to, const one_argument<T, Id>& o)
      {
        typedef typename odb::object_traits<T>::id_type id_type;

        std::size_t begin (to.text.size ());
        std::size_t hash (add_table<T> (to) - begin);
        append (to.text, o.id, std::integral_constant < bool,
                is_number<Id>::value&& is_number<id_type>::value > ());
        to.identifier (begin, hash);
      }

    private:
      template <typename N>
      struct is_number:
          std::integral_constant<bool, std::is_integral<N>::value &&
                                         !std::is_same<N, char>::value &&
                                         !std::is_same<N, bool>::value>
      {
      };

      static void append (std::string& to, const Id& id, std::false_type)
      {
        append_id<T> (to, id);
      }

      // A number is not converted to the id type. One that does not fit is the
      // id of no object, and must not become that of another object.
      //
      static void append (std::string& to, const Id& id, std::true_type)
      {
        append_integer (to, id);
      }
    };

    template <typename T>
    struct argument<all_argument<T>, category::all>: nameable<T>
    {
      static void write (arguments& to, const all_argument<T>&)
      {
        std::size_t begin (to.text.size ());
        std::size_t hash (add_table<T> (to) - begin);
        to.text += '*';
        to.identifier (begin, hash);
      }
    };

    template <typename T>
    struct argument<T, category::everything>
    {
      static void write (arguments& to, const T&)
      {
        to.identifier (identifier::everything ());
      }
    };

    template <typename T>
    struct argument<T, category::text>
    {
      static void write (arguments& to, const text_argument& t)
      {
        to.literal (t.text.data (), t.text.size ());
      }
    };

    // Plain values.
    //
    template <typename T>
    struct argument<T, category::null>
    {
      static void write (arguments& to, const T&)
      {
        to.text += "null";
      }
    };

    template <typename T>
    struct argument<T, category::boolean>
    {
      static void write (arguments& to, bool b)
      {
        to.text += b ? "true" : "false";
      }
    };

    template <typename T>
    struct argument<T, category::character>
    {
      static void write (arguments& to, char c)
      {
        to.literal (&c, 1);
      }
    };

    template <typename T>
    struct argument<T, category::integer>
    {
      static void write (arguments& to, T n)
      {
        append_integer (to.text, n);
      }
    };

    template <typename T>
    struct argument<T, category::floating>
    {
      static void write (arguments& to, T x)
      {
        append_floating (to.text, x);
      }
    };

    template <typename T>
    struct argument<T, category::enumeration>
    {
      static void write (arguments& to, T e)
      {
        to.text += type_name<T> ();
        to.text += '(';
        append_integer (
          to.text, static_cast<typename std::underlying_type<T>::type> (e));
        to.text += ')';
      }
    };

    template <typename T>
    struct argument<T, category::string>
    {
      template <typename S>
      static typename std::enable_if<std::is_class<S>::value>::type
      write (arguments& to, const S& s)
      {
        to.string (s.data (), s.size ());
      }

      template <typename S>
      static typename std::enable_if<std::is_pointer<S>::value>::type
      write (arguments& to, const S& s)
      {
        if (s == nullptr)
          to.text += "null";
        else
          to.string (s, std::strlen (s));
      }

      // Up to the first null, if there is one.
      //
      template <typename S>
      static typename std::enable_if<std::is_array<S>::value>::type
      write (arguments& to, const S& s)
      {
        const void* end (std::memchr (s, '\0', sizeof (s)));
        to.string (s, end == nullptr ? sizeof (s)
                                     : static_cast<std::size_t> (
                                         static_cast<const char*> (end) - s));
      }
    };

    template <typename T>
    struct argument<T, category::printable>
    {
      static void write (arguments& to, const T& value)
      {
        std::string s (printed (value));
        to.text += type_name<T> ();
        to.text += '(';
        escape (to.text, s.data (), s.size ());
        to.text += ')';
      }
    };

    template <typename T>
    struct argument<T, category::unknown>: no_view<T>
    {
      static_assert (sizeof (T) == 0 || is_view<T>::value,
                     "odb_alkey: a value of this type cannot be part of a "
                     "key: give it an operator<< to a std::ostream that "
                     "prints different values differently");

      static void write (arguments&, const T&);
    };
  }
}

#endif // ODB_ALKEY_DETAIL_PLAIN_ARGUMENT_HXX
