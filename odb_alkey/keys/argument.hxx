#ifndef ODB_ALKEY_KEYS_ARGUMENT_HXX
#define ODB_ALKEY_KEYS_ARGUMENT_HXX

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <odb_alkey/changes/identity.hxx>
#include <odb_alkey/changes/literal.hxx>
#include <odb_alkey/keys/argument-category.hxx>
#include <odb_alkey/keys/arguments.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // How an argument of each category is written. The forms are such that
    // what was written can be taken apart again, which is why different
    // arguments never give equal text:
    //
    //   alkey:users#1      objects, their ids, identifiers, tables
    //   =text              strings and characters, escaped
    //   1  -1              integers of any type, by value
    //   1.5  1e+30  nan    floating-point numbers
    //   true  false  null  ?null
    //   60s  1/1000s       durations, by value
    //   type(…)            enumerators by value, points in time, what prints
    //   (…;…)  […;…]       pairs and tuples, ranges
    //   {…:…;…:…}          maps
    //
    template <typename T, category = category_of<T> ()>
    struct argument;

    template <typename T>
    void add (arguments& to, const T& value)
    {
      argument<T>::write (to, value);
    }

    // Words.
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
        to.identifier (identifier_of_id<T> (to.names, o.id));
      }
    };

    template <typename T>
    struct argument<all_argument<T>, category::all>: nameable<T>
    {
      static void write (arguments& to, const all_argument<T>&)
      {
        to.identifier (identifier::table (table_name<T> (to.names)));
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
        const char* end (std::find (std::begin (s), std::end (s), '\0'));
        to.string (s, static_cast<std::size_t> (end - s));
      }
    };

    // Time. Durations are written in seconds, as a fraction in lowest terms,
    // so that sixty seconds and one minute are one.
    //
    template <typename T>
    struct argument<T, category::duration>
    {
      static void write (arguments& to, const T& d)
      {
        write (to, d, std::is_floating_point<typename T::rep> ());
      }

    private:
      static void write (arguments& to, const T& d, std::false_type)
      {
        typedef typename T::rep rep;

        static_assert (std::is_integral<rep>::value &&
                         sizeof (rep) <= sizeof (std::uint64_t),
                       "odb_alkey: the ticks of a duration are counted by an "
                       "integer of at most 64 bits or by a floating-point "
                       "number");

        std::uint64_t count (static_cast<std::uint64_t> (d.count ()));

        if (d < T::zero ())
        {
          to.text += '-';
          count = 0 - count;
        }

        append_seconds (to.text, count, T::period::num, T::period::den);
      }

      // If seconds do not lead back to the count, another count may have the
      // same: the type's own unit then.
      //
      static void write (arguments& to, const T& d, std::true_type)
      {
        std::chrono::duration<typename T::rep> seconds (d);
        T back (std::chrono::duration_cast<T> (seconds));

        if (back < d || d < back)
        {
          append_floating (to.text, d.count ());
          to.text += '*';
          append_integer (to.text, T::period::num);
          to.text += '/';
          append_integer (to.text, T::period::den);
        }
        else
          append_floating (to.text, seconds.count ());

        to.text += 's';
      }
    };

    template <typename T>
    struct argument<T, category::time_point>
    {
      static void write (arguments& to, const T& t)
      {
        to.text += type_name<typename T::clock> ();
        to.text += '(';
        add (to, t.time_since_epoch ());
        to.text += ')';
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

    // The value of something that can be null: one that is null itself is not
    // the same.
    //
    template <typename T>
    void add_present (arguments& to, const T& value)
    {
      std::size_t begin (to.text.size ());
      add (to, value);

      if (to.text[begin] == '?' ||
          to.text.compare (begin, std::string::npos, "null") == 0)
        to.text.insert (begin, 1, '?');
    }

    template <typename T>
    struct argument<T, category::unknown>
    {
      static_assert (sizeof (T) == 0,
                     "odb_alkey: a value of this type cannot be part of a "
                     "key: give it an operator<< to a std::ostream that "
                     "prints different values differently");

      static void write (arguments&, const T&);
    };

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
        to.object (identity<T>::of (to.names, object),
                   stamp_access::of (object));
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

    // Compounds.
    //
    template <typename T>
    struct argument<T, category::nullable>
    {
      static void write (arguments& to, const T& value)
      {
        if (is_null (value))
          to.text += "null";
        else
          add_present (to, *value);
      }

    private:
      template <typename V>
      static bool is_null (const odb::nullable<V>& v)
      {
        return v.null ();
      }

      template <typename V>
      static bool is_null (const V& v)
      {
        return !static_cast<bool> (v);
      }
    };

    template <typename T>
    struct argument<T, category::pair>
    {
      static void write (arguments& to, const T& p)
      {
        to.text += '(';
        add (to, p.first);
        to.text += ';';
        add (to, p.second);
        to.text += ')';
      }
    };

    template <typename T>
    struct argument<T, category::tuple>
    {
      static void write (arguments& to, const T& t)
      {
        to.text += '(';
        each (to, t, std::integral_constant<std::size_t, 0> ());
        to.text += ')';
      }

    private:
      typedef std::integral_constant<std::size_t, std::tuple_size<T>::value>
        end;

      static void each (arguments&, const T&, end) {}

      template <std::size_t I>
      static void each (arguments& to, const T& t,
                        std::integral_constant<std::size_t, I>)
      {
        if (I != 0)
          to.text += ';';
        add (to, std::get<I> (t));
        each (to, t, std::integral_constant<std::size_t, I + 1> ());
      }
    };

    // The elements, through one function each: of a range the element, of a
    // map the key and the value. Those of an unordered container are sorted
    // by what is written of them, since equal ones may differ in order.
    //
    template <typename R, typename Write>
    void add_elements (arguments& to, const R& range, Write write,
                       std::false_type)
    {
      bool first (true);

      for (auto i (range_access::first (range)),
           e (range_access::last (range));
           i != e; ++i)
      {
        if (!first)
          to.text += ';';
        first = false;
        write (to, *i);
      }
    }

    template <typename R, typename Write>
    void add_elements (arguments& to, const R& range, Write write,
                       std::true_type)
    {
      std::vector<arguments> elements;

      for (auto i (range_access::first (range)),
           e (range_access::last (range));
           i != e; ++i)
      {
        elements.emplace_back (to.names);
        write (elements.back (), *i);
      }

      std::vector<const arguments*> sorted;
      for (const arguments& a : elements)
        sorted.push_back (&a);

      std::sort (sorted.begin (), sorted.end (),
                 [] (const arguments* a, const arguments* b)
                 { return a->text < b->text; });

      for (const arguments* a : sorted)
      {
        if (a != sorted.front ())
          to.text += ';';
        to.append (*a);
      }
    }

    struct write_element
    {
      template <typename E>
      void operator() (arguments& to, const E& e) const
      {
        add (to, e);
      }
    };

    struct write_entry
    {
      template <typename E>
      void operator() (arguments& to, const E& e) const
      {
        add (to, e.first);
        to.text += ':';
        add (to, e.second);
      }
    };

    template <typename T>
    struct argument<T, category::range>
    {
      static void write (arguments& to, const T& range)
      {
        to.text += '[';
        add_elements (to, range, write_element (), is_unordered<T> ());
        to.text += ']';
      }
    };

    template <typename T>
    struct argument<T, category::map>
    {
      static void write (arguments& to, const T& map)
      {
        to.text += '{';
        add_elements (to, map, write_entry (), is_unordered<T> ());
        to.text += '}';
      }
    };
  }
}

#endif // ODB_ALKEY_KEYS_ARGUMENT_HXX
