#include "server-timing.hxx"

#include <cstdio>

namespace blog
{
  // Nothing in a description needs a backslash: keys hold neither quotes nor
  // spaces.
  //
  std::string timing (const std::string& name, std::chrono::microseconds d,
                      const std::string& description)
  {
    char ms[32];
    std::snprintf (ms, sizeof (ms), "%.2f",
                   static_cast<double> (d.count ()) / 1000);

    std::string r (name + ";dur=" + ms);
    return description.empty () ? r : r + ";desc=\"" + description + '"';
  }

  // In their order, in one field: cpp-httplib does not always keep the order
  // of equal fields.
  //
  std::string timings (const std::vector<used_fragment>& v)
  {
    std::string r;

    for (const used_fragment& f : v)
    {
      if (!r.empty ())
        r += ", ";

      r += timing (f.name, f.took, word (f.source) + (' ' + f.key));
    }

    return r;
  }
}
