#include <odb_alkey/http.hxx>

#include <cstddef>

namespace odb_alkey
{
  namespace
  {
    std::size_t skip_space (const std::string& s, std::size_t i) noexcept
    {
      while (i != s.size () && (s[i] == ' ' || s[i] == '\t'))
        ++i;

      return i;
    }
  }

  bool not_modified (const std::string& header, const key& k)
  {
    std::size_t i (skip_space (header, 0));

    if (i != header.size () && header[i] == '*')
      return skip_space (header, i + 1) == header.size ();

    // Compared weakly: W/"x" and "x" match.
    //
    std::string tag (i != header.size () ? k.etag () : std::string ());

    while (i != header.size ())
    {
      // Empty elements are allowed.
      //
      if (header[i] == ',')
      {
        i = skip_space (header, i + 1);
        continue;
      }

      if (header.compare (i, 2, "W/") == 0)
        i += 2;

      if (i == header.size () || header[i] != '"')
        return false;

      std::size_t end (header.find ('"', i + 1));

      if (end == std::string::npos)
        return false;

      if (header.compare (i, end + 1 - i, tag) == 0)
        return true;

      i = skip_space (header, end + 1);

      if (i != header.size () && header[i] != ',')
        return false;
    }

    return false;
  }
}
