#ifndef ODB_ALKEY_DETAIL_ARGUMENTS_HXX
#define ODB_ALKEY_DETAIL_ARGUMENTS_HXX

#include <cstddef>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/recycled.hxx>
#include <odb_alkey/identifier.hxx>
#include <odb_alkey/stamped.hxx>

namespace odb_alkey
{
  namespace detail
  {
    class table_names;
    class written_arguments;

    // The arguments of a key, written out, before their versions are known.
    //
    // Arguments are separated by semicolons, and none of them holds one: see
    // argument.hxx for how each kind is written.
    //
    struct arguments
    {
      // Where an identifier is in the text.
      //
      struct identifier_ref
      {
        std::size_t begin;
        std::size_t size;
        std::size_t hash; // Of the '#', counted from begin.

        // Of an argument that is an object: as old as its data is.
        //
        bool object;
        stamp snapshot;
      };

      // A table whose name only the plugin knows for which a key is made: it
      // belongs before the '#' of that identifier.
      //
      struct gap
      {
        std::size_t identifier;
        std::size_t type; // Its number: see type_index ().
        const std::type_info* of;
      };

      // Of that plugin, or of none so far: null.
      //
      explicit arguments (const table_names* n = nullptr): names (n) {}
      explicit arguments (const table_names& n): arguments (&n) {}

      void identifier (const char* data, std::size_t size);
      void identifier (const odb_alkey::identifier& i)
      {
        identifier (i.str ().data (), i.str ().size ());
      }

      // An identifier, and that of an object, which begins there in the text
      // and ends with it. Its '#' is at that position of it.
      //
      void identifier (std::size_t begin, std::size_t hash)
      {
        identifiers.push_back (
          identifier_ref {begin, text.size () - begin, hash, false, stamp ()});
      }

      void object (std::size_t begin, std::size_t hash, const stamp& s)
      {
        identifiers.push_back (
          identifier_ref {begin, text.size () - begin, hash, true, s});
      }

      // Begins the identifier of a class whose table only a plugin knows, and
      // leaves a gap for it if there is no plugin yet. Throws
      // odb_alkey::exception if the plugin does not know it.
      //
      void table_of (std::size_t type, const std::type_info&);

      // Text that is never an identifier, and text that is one if it is a
      // whole, valid one.
      //
      void literal (const char* data, std::size_t size);
      void string (const char* data, std::size_t size);

      // Takes over what another one has written, of the same plugin or of
      // none: throws odb_alkey::exception if a table is missing there that
      // the plugin does not know.
      //
      void append (const arguments&);
      void append (const written_arguments&);

      // The same of several, in the order of their texts and separated by
      // semicolons.
      //
      void append_sorted (const std::vector<arguments>&);

      identifier_view view (const identifier_ref& s) const noexcept
      {
        return {text.data () + s.begin, s.size, s.hash};
      }

      const table_names* names;
      recycled<std::string, arguments> text;
      recycled<std::vector<identifier_ref>, arguments> identifiers;
      std::vector<gap> gaps;

    private:
      const std::string& table (std::size_t type, const std::type_info&) const;
      void append (const char* from, std::size_t size,
                   const identifier_ref* first, const identifier_ref* last,
                   const std::vector<gap>&);
      void fill (const char* from, std::size_t size,
                 const identifier_ref* first, const identifier_ref* last,
                 const std::vector<gap>&);
    };

    // What one (), all (), everything () and text () return.
    //
    template <typename T, typename Id>
    struct one_argument
    {
      Id id;
    };

    template <typename T>
    struct all_argument
    {
    };

    struct everything_argument
    {
    };

    struct text_argument
    {
      std::string text;
    };
  }

  // An object by its id, as an argument of a key, a token or a touch:
  // one<user> (7). The id is converted to the class's id type.
  //
  template <typename T, typename Id>
  detail::one_argument<T, typename std::decay<Id>::type> one (Id&& id)
  {
    return {std::forward<Id> (id)};
  }

  // Every object of a class: any change to its table counts. In a polymorphic
  // hierarchy the table is the root's.
  //
  template <typename T>
  detail::all_argument<T> all () noexcept
  {
    return {};
  }

  // Any change to any tracked class counts.
  //
  inline detail::everything_argument everything () noexcept
  {
    return {};
  }

  // A string that is never taken for an identifier: for whatever comes from
  // outside, where someone could pass "alkey:users#1".
  //
  inline detail::text_argument text (std::string s)
  {
    return {std::move (s)};
  }
}

#endif // ODB_ALKEY_DETAIL_ARGUMENTS_HXX
