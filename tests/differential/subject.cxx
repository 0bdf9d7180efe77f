#include "subject.hxx"

#include <algorithm>
#include <stdexcept>

namespace differential
{
  void subject::must (const std::string& text)
  {
    std::string e (error_of (text));

    if (!e.empty ())
      throw std::runtime_error (text + ": " + e);
  }

  std::vector<table_name> differences (const contents& a, const contents& b)
  {
    std::vector<table_name> r;

    for (const auto& t : a)
    {
      auto i (b.find (t.first));

      if (i == b.end () || i->second != t.second)
        r.push_back (t.first);
    }

    for (const auto& t : b)
      if (a.count (t.first) == 0)
        r.push_back (t.first);

    return r;
  }

  void add (std::vector<table_name>& v, const std::vector<table_name>& more)
  {
    for (const table_name& t : more)
      if (std::none_of (v.begin (), v.end (),
                        [&t] (const table_name& known)
                        { return !(known < t) && !(t < known); }))
        v.push_back (t);
  }
}
