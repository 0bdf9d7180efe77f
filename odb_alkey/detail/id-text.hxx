#ifndef ODB_ALKEY_DETAIL_ID_TEXT_HXX
#define ODB_ALKEY_DETAIL_ID_TEXT_HXX

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include <odb/wrapper-traits.hxx>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/literal.hxx>
#include <odb_alkey/detail/printable.hxx>
#include <odb_alkey/identifier.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Appends the text of an id. Different ids of a type have different texts.
    //
    template <typename Id, typename = void>
    struct id_text
    {
      static_assert (is_printable<Id>::value,
                     "odb_alkey: an id of this type cannot be part of an "
                     "identifier: give it an operator<< to a std::ostream "
                     "that prints different ids differently");

      static void append (std::string& to, const Id& id)
      {
        std::string s (printed (id));
        escape (to, s.data (), s.size ());
      }
    };

    template <typename Id>
    struct id_text<Id,
                   typename std::enable_if<std::is_integral<Id>::value>::type>
    {
      static void append (std::string& to, Id id)
      {
        append_integer (to, id);
      }
    };

    template <typename Id>
    struct id_text<
      Id, typename std::enable_if<std::is_floating_point<Id>::value>::type>
    {
      static void append (std::string& to, Id id)
      {
        append_floating (to, id);
      }
    };

    template <typename Id>
    struct id_text<Id, typename std::enable_if<std::is_enum<Id>::value>::type>
    {
      static void append (std::string& to, Id id)
      {
        append_integer (
          to, static_cast<typename std::underlying_type<Id>::type> (id));
      }
    };

    template <>
    struct id_text<std::string>
    {
      static void append (std::string& to, const std::string& id)
      {
        escape (to, id.data (), id.size ());
      }
    };

    template <>
    struct id_text<char>
    {
      static void append (std::string& to, char id)
      {
        escape (to, &id, 1);
      }
    };

    template <std::size_t N>
    struct id_text<std::array<unsigned char, N>>
    {
      static void append (std::string& to,
                          const std::array<unsigned char, N>& id)
      {
        append_hexadecimal (to, id.data (), N);
      }
    };

    // A string that ends at the first null, if there is one, as in ODB. The
    // bytes after it may have any value.
    //
    template <std::size_t N>
    struct id_text<std::array<char, N>>
    {
      static void append (std::string& to, const std::array<char, N>& id)
      {
        const void* end (std::memchr (id.data (), '\0', N));
        escape (to, id.data (),
                end == nullptr
                  ? N
                  : static_cast<std::size_t> (static_cast<const char*> (end) -
                                              id.data ()));
      }
    };

    // Throws odb_alkey::exception: no row has such an id.
    //
    [[noreturn]] void no_text_of_null (const std::type_info& id);

    // A value that may be missing, such as an odb::nullable. The text is that
    // of the value, so that the identifier does not depend on how a class
    // keeps its id.
    //
    template <typename Id>
    struct id_text<Id, void_t<typename odb::wrapper_traits<Id>::wrapped_type>>
    {
      static void append (std::string& to, const Id& id)
      {
        typedef odb::wrapper_traits<Id> traits;
        typedef
          typename std::remove_cv<typename traits::wrapped_type>::type value;

        if (is_null (id,
                     std::integral_constant<bool, traits::null_handler> ()))
          no_text_of_null (typeid (Id));

        id_text<value>::append (to, traits::get_ref (id));
      }

    private:
      static bool is_null (const Id&, std::false_type)
      {
        return false;
      }

      static bool is_null (const Id& id, std::true_type)
      {
        return odb::wrapper_traits<Id>::get_null (id);
      }
    };

    // Composite ids whose parts are known.
    //
    template <typename A, typename B>
    struct id_text<std::pair<A, B>>
    {
      static void append (std::string& to, const std::pair<A, B>& id)
      {
        id_text<A>::append (to, id.first);
        to += ',';
        id_text<B>::append (to, id.second);
      }
    };

    template <typename T, std::size_t N>
    struct id_text<std::array<T, N>>
    {
      static void append (std::string& to, const std::array<T, N>& id)
      {
        for (std::size_t i (0); i != N; ++i)
        {
          if (i != 0)
            to += ',';
          id_text<T>::append (to, id[i]);
        }
      }
    };

    // Reads an id from its text. False if this is not possible.
    //
    template <typename Id, typename = void>
    struct id_value
    {
      static bool read (const std::string&, Id&)
      {
        return false;
      }
    };

    // Returns the number. It does not check the text: the caller writes the
    // number again and compares.
    //
    std::uint64_t read_integer (const std::string&) noexcept;
    std::string unescape (const std::string&);

    template <typename Id>
    struct id_value<Id, typename std::enable_if<std::is_integral<Id>::value ||
                                                std::is_enum<Id>::value>::type>
    {
      static bool read (const std::string& text, Id& id)
      {
        id = static_cast<Id> (read_integer (text));
        std::string same;
        id_text<Id>::append (same, id);
        return same == text;
      }
    };

    template <typename Id>
    struct id_value<Id, void_t<typename odb::wrapper_traits<Id>::wrapped_type>>
    {
      static bool read (const std::string& text, Id& id)
      {
        typedef odb::wrapper_traits<Id> traits;
        typedef
          typename std::remove_cv<typename traits::wrapped_type>::type value;

        return id_value<value>::read (text, traits::set_ref (id));
      }
    };

    template <>
    struct id_value<std::string>
    {
      static bool read (const std::string& text, std::string& id)
      {
        id = unescape (text);
        return true;
      }
    };

    template <typename A, typename B>
    struct id_value<std::pair<A, B>>
    {
      static bool read (const std::string& text, std::pair<A, B>& id)
      {
        std::size_t comma (text.find (','));
        return comma != std::string::npos &&
               id_value<A>::read (text.substr (0, comma), id.first) &&
               id_value<B>::read (text.substr (comma + 1), id.second);
      }
    };
  }
}

#endif // ODB_ALKEY_DETAIL_ID_TEXT_HXX
