#ifndef TESTS_SUPPORT_CHANGED_HXX
#define TESTS_SUPPORT_CHANGED_HXX

#include <cstddef>
#include <string>
#include <vector>

#include <odb_alkey/plugin.hxx>

namespace tests
{
  // Runs f and returns which of these names ("shelf#1") have other tokens
  // then, with a space between them. The writer's commits are waited for.
  //
  //   changed (*alkey, *alkey, {"shelf#1", "shelf#2"},
  //            [&] { commit ([&] { db->update (x); }); }) == "shelf#1";
  //
  template <typename F>
  std::string changed (odb_alkey::plugin& writer, odb_alkey::plugin& reader,
                       const std::vector<std::string>& names, F f)
  {
    auto tokens = [&]
    {
      writer.refresh ();
      std::vector<std::string> r;

      for (const std::string& n : names)
        r.push_back (reader.token ("alkey:" + n));

      return r;
    };

    std::vector<std::string> before (tokens ());
    f ();
    std::vector<std::string> after (tokens ());
    std::string r;

    for (std::size_t i (0); i != names.size (); ++i)
      if (before[i] != after[i])
        r += (r.empty () ? "" : " ") + names[i];

    return r;
  }
}

#endif // TESTS_SUPPORT_CHANGED_HXX
