#ifndef ODB_ALKEY_DETAIL_WRITTEN_ARGUMENTS_HXX
#define ODB_ALKEY_DETAIL_WRITTEN_ARGUMENTS_HXX

#include <vector>

#include <odb_alkey/detail/arguments.hxx>
#include <odb_alkey/detail/compact.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // The arguments of a key, written out before it is known which plugin
    // makes the key. It refers to no other object. Short arguments with a few
    // identifiers need no allocation.
    //
    class written_arguments
    {
    public:
      explicit written_arguments (const arguments& a)
          : text (a.text.data (), a.text.size ()),
            identifiers (a.identifiers.data (), a.identifiers.size ()),
            gaps (a.gaps)
      {
      }

      compact<char, 80, written_arguments> text;
      compact<arguments::identifier_ref, 2, written_arguments> identifiers;
      std::vector<arguments::gap> gaps;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_WRITTEN_ARGUMENTS_HXX
