#ifndef ODB_ALKEY_DETAIL_COMPOUND_ARGUMENT_HXX
#define ODB_ALKEY_DETAIL_COMPOUND_ARGUMENT_HXX

#include <cstddef>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include <odb_alkey/detail/write-argument.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Arguments that consist of other arguments.
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

    // Writes the elements of a range or the entries of a map, each by write.
    // Those of an unordered container are sorted by their text, because equal
    // containers may differ in order.
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

      to.append_sorted (elements);
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

    // Written as the std::basic_string of these characters, which is a range.
    // An array or a pointer counts up to the first null.
    //
    template <typename T>
    struct argument<T, category::wide_string>
    {
      template <typename C>
      static void write (arguments& to, C* const& s)
      {
        if (s == nullptr)
          to.text += "null";
        else
          write (to, s, std::char_traits<C>::length (s));
      }

      template <typename C, std::size_t N>
      static void write (arguments& to, const C (&s)[N])
      {
        const C* end (std::char_traits<C>::find (s, N, C ()));
        write (to, s, end == nullptr ? N : static_cast<std::size_t> (end - s));
      }

    private:
      template <typename C>
      static void write (arguments& to, const C* s, std::size_t size)
      {
        add (to, std::basic_string<C> (s, size));
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

#endif // ODB_ALKEY_DETAIL_COMPOUND_ARGUMENT_HXX
