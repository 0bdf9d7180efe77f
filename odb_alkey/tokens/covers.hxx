#ifndef ODB_ALKEY_TOKENS_COVERS_HXX
#define ODB_ALKEY_TOKENS_COVERS_HXX

#include <string>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/identifier.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // Returns true if a write of these identifiers, a set or a map of texts,
    // changes this one: it is one of them, or a sweep among them covers it.
    //
    template <typename Texts>
    bool covers (const Texts& texts, const detail::identifier_view& v)
    {
      std::string text (v.text, v.size);

      if (texts.count (text) != 0 ||
          texts.count (identifier::sweep_of_everything ().str ()) != 0)
        return true;

      text.erase (v.hash + 1);
      return texts.count (text + '!') != 0;
    }
  }
}

#endif // ODB_ALKEY_TOKENS_COVERS_HXX
