#ifndef ODB_ALKEY_DETAIL_WRITE_ARGUMENT_HXX
#define ODB_ALKEY_DETAIL_WRITE_ARGUMENT_HXX

#include <cstddef>
#include <string>

#include <odb_alkey/detail/argument-category.hxx>
#include <odb_alkey/detail/arguments.hxx>
#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/identity.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Writes an argument of each category. Each text can be taken apart into
    // its arguments again, so that different arguments never have equal texts:
    //
    //   alkey:users#1      objects, their ids, identifiers, tables
    //   =text              strings and characters, escaped
    //   1  -1              integers of any type, by value
    //   1.5  1e+30  nan    floating-point numbers
    //   true  false  null  ?null
    //   60s  1/1000s       durations, by value
    //   type(…)            enumerators by value, points in time, printed text
    //   (…;…)  […;…]       pairs and tuples, ranges
    //   {…:…;…:…}          maps
    //
    // argument.hxx includes all of them.
    //
    template <typename T, category = category_of<T> ()>
    struct argument;

    template <typename T>
    void add (arguments& to, const T& value)
    {
      argument<T>::write (to, value);
    }

    // Writes the arguments of a key.
    //
    inline void add_all (arguments&) {}

    template <typename A, typename... More>
    void add_all (arguments& to, const A& a, const More&... more)
    {
      add (to, a);

      if (sizeof...(More) != 0)
        to.text += ';';

      add_all (to, more...);
    }

    // Appends the identifier of objects of T up to and including its '#', and
    // returns the position of that. The table is the one that ODB generated or
    // that the plugin knows. It is left out if there is no plugin yet.
    //
    template <typename T>
    std::size_t add_table (arguments& to)
    {
      typedef typename root<T>::type R;

      if (const std::string* n = generated_table<R>::name ())
        append_object (to.text, *n);
      else
        to.table_of (type_index<R> (), typeid (R));

      return to.text.size () - 1;
    }

    // Writes the value of an argument that can be null and is not. If the
    // value is null itself, its text differs from that of a null argument.
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
  }
}

#endif // ODB_ALKEY_DETAIL_WRITE_ARGUMENT_HXX
