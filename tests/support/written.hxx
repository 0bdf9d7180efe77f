#ifndef TESTS_SUPPORT_WRITTEN_HXX
#define TESTS_SUPPORT_WRITTEN_HXX

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/tokens/batch.hxx>

namespace tests
{
  // How many fences a token has.
  //
  inline std::size_t fences (const std::string& token)
  {
    std::size_t n (0);

    for (char c : token)
      n += c == '-' ? 1 : 0;

    return n / 2;
  }

  // The writes of a transaction, for a token store.
  //
  inline odb_alkey::tokens::identifiers
  list (const std::vector<std::string>& v)
  {
    struct owner
    {
      std::vector<std::string> texts;
      std::vector<const std::string*> pointers;
    };

    std::shared_ptr<owner> o (std::make_shared<owner> ());
    o->texts = v;

    for (const std::string& s : o->texts)
      o->pointers.push_back (&s);

    return odb_alkey::tokens::identifiers (o, &o->pointers);
  }
}

#endif // TESTS_SUPPORT_WRITTEN_HXX
