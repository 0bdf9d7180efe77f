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
    // Arguments are separated by semicolons, and none of them contains one:
    // see write-argument.hxx for the form of each kind.
    //
    struct arguments
    {
      // Where an identifier is in the text.
      //
      struct identifier_ref
      {
        std::size_t begin;
        std::size_t size;
        std::size_t hash; // Position of the '#', counted from begin.

        // True if the argument is an object; then the stamp is that of its
        // data.
        //
        bool object;
        stamp snapshot;
      };

      // The place of a table's name that only a plugin knows, before it is
      // known which plugin makes the key. The name belongs before the '#' of
      // this identifier.
      //
      struct gap
      {
        std::size_t identifier;
        std::size_t type; // Its number: see type_index ().
        const std::type_info* of;
      };

      // Takes the names of a plugin, or null if there is no plugin yet.
      //
      explicit arguments (const table_names* n = nullptr): names (n) {}
      explicit arguments (const table_names& n): arguments (&n) {}

      void identifier (const char* data, std::size_t size);
      void identifier (const odb_alkey::identifier& i)
      {
        identifier (i.str ().data (), i.str ().size ());
      }

      // Both record an identifier that begins at this position of the text,
      // and ends where the text ends. Its '#' is hash bytes after its begin.
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

      // Begins the identifier of a class whose table only a plugin knows.
      // Leaves a gap for the table if there is no plugin yet. Throws
      // odb_alkey::exception if the plugin does not know the table.
      //
      void table_of (std::size_t type, const std::type_info&);

      // The first writes text that is never an identifier. The second writes
      // text that counts as one if it is a whole, valid identifier.
      //
      void literal (const char* data, std::size_t size);
      void string (const char* data, std::size_t size);

      // Appends other arguments, which were written for the same plugin or for
      // none. Throws odb_alkey::exception if they have a gap for a table that
      // the plugin does not know.
      //
      void append (const arguments&);
      void append (const written_arguments&);

      // Appends several, sorted by their texts and separated by semicolons.
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

    // The results of one (), all (), everything () and text ().
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

  // Returns an argument that stands for the object with this id, whether it
  // exists or not: one<user> (7). The id is converted to the id type of the
  // class, except that a number which the id type cannot hold is the id of no
  // object.
  //
  template <typename T, typename Id>
  detail::one_argument<T, typename std::decay<Id>::type> one (Id&& id)
  {
    return {std::forward<Id> (id)};
  }

  // Returns an argument that stands for all objects of a class: it changes
  // with every change of their table. In a polymorphic hierarchy this is the
  // table of the root.
  //
  template <typename T>
  detail::all_argument<T> all () noexcept
  {
    return {};
  }

  // Returns an argument that changes with every change of any tracked class.
  //
  inline detail::everything_argument everything () noexcept
  {
    return {};
  }

  // Returns an argument for a string that never counts as an identifier. Use
  // it for strings that come from outside, which could be "alkey:users#1".
  //
  inline detail::text_argument text (std::string s)
  {
    return {std::move (s)};
  }
}

#endif // ODB_ALKEY_DETAIL_ARGUMENTS_HXX
