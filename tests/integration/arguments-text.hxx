#ifndef TESTS_INTEGRATION_ARGUMENTS_TEXT_HXX
#define TESTS_INTEGRATION_ARGUMENTS_TEXT_HXX

#include <cstddef>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/cache.hxx>

namespace tests
{
  // The text of arguments, before the versions of identifiers are put into it:
  // keys differ where this differs. That of a list is the same.
  //
  template <typename... A>
  std::string text (const A&... a)
  {
    odb_alkey::detail::table_names names;
    odb_alkey::detail::arguments to (names);
    odb_alkey::detail::add_all (to, a...);

    odb_alkey::detail::arguments listed (names);
    listed.append (odb_alkey::args (a...));
    BOOST_TEST ((listed.text == to.text), "a list is written otherwise");
    BOOST_TEST (listed.identifiers.size () == to.identifiers.size ());
    return to.text;
  }

  // Returns the text of each of these, as of the only argument.
  //
  template <typename... A>
  std::vector<std::string> texts (const A&... a)
  {
    return {text (a)...};
  }

  // The identifiers among the arguments; throws if one of them is none.
  //
  template <typename... A>
  std::vector<std::string> identifiers (const A&... a)
  {
    odb_alkey::detail::table_names names;
    odb_alkey::detail::arguments to (names);
    odb_alkey::detail::add_all (to, a...);

    std::vector<std::string> r;
    for (const odb_alkey::detail::arguments::identifier_ref& s :
         to.identifiers)
      r.push_back (
        odb_alkey::identifier (to.text.substr (s.begin, s.size)).str ());
    return r;
  }

  // Each of these differs from each other one.
  //
  inline void all_differ (const std::vector<std::string>& texts)
  {
    for (std::size_t i (0); i != texts.size (); ++i)
      for (std::size_t j (0); j != i; ++j)
        BOOST_TEST (texts[i] != texts[j], "arguments " << j << " and " << i
                                                       << " are both written "
                                                       << texts[i]);
  }
}

#endif // TESTS_INTEGRATION_ARGUMENTS_TEXT_HXX
