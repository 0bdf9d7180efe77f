#include "spelling.hxx"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace differential
{
  namespace
  {
    bool is_space (char c)
    {
      return c == ' ' || (c >= '\t' && c <= '\r');
    }

    bool is_word (char c)
    {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
             (c >= '0' && c <= '9') || (c & 0x80) != 0;
    }

    bool is_quote (char c)
    {
      return c == '\'' || c == '"' || c == '`';
    }

    std::size_t end_of_quoted (const std::string& s, std::size_t i)
    {
      char quote (s[i]);

      do
        i = s.find (quote, i + 1);
      while (i != std::string::npos && i + 1 != s.size () &&
             s[i + 1] == quote && ++i != 0);

      return i == std::string::npos ? s.size () : i + 1;
    }

    std::size_t end_of_part (const std::string& s, std::size_t i)
    {
      if (is_quote (s[i]))
        return end_of_quoted (s, i);

      if (!is_word (s[i]))
        return i + 1;

      while (i != s.size () && is_word (s[i]))
        ++i;

      return i;
    }

    // True if a server reads the same if they are separated: none does within
    // an operator, and a literal may have a prefix.
    //
    bool separable (const piece& a, const piece& b)
    {
      if (!b.gap.empty ())
        return true;

      auto bracket = [] (char c)
      {
        return c == '(' || c == ')' || c == ',' || c == ';';
      };

      return bracket (a.text.back ()) || bracket (b.text.front ());
    }

    bool is_keyword (const std::string& s)
    {
      return std::all_of (s.begin (), s.end (),
                          [] (char c) { return c >= 'A' && c <= 'Z'; });
    }

    std::string recased (std::string s, unsigned percent, chance& c)
    {
      for (char& i : s)
        if (c.percent (percent))
          i = static_cast<char> (i - 'A' + 'a');

      return s;
    }

    void mutate_parts (std::vector<piece>& v, const std::vector<piece>& other,
                       chance& c)
    {
      std::size_t i (c.below (v.size ()));
      std::size_t j (c.below (v.size ()));
      auto at = [&v] (std::size_t n)
      {
        return v.begin () + static_cast<std::ptrdiff_t> (n);
      };

      switch (c.below (5))
      {
      case 0:
        v.erase (at (i));
        break;
      case 1:
        v.insert (at (i), piece (v[i]));
        break;
      case 2:
        std::swap (v[i], v[j]);
        break;
      case 3:
        v.insert (at (i), c.one_of (other));
        break;
      case 4:
        v[i] = c.one_of (other);
        break;
      }
    }

    void mutate_bytes (std::string& s, chance& c)
    {
      static const std::string bytes ("'\"`\\;-#*/!()$.,@[] \n\r\v\xa0xE");
      std::size_t i (c.below (s.size ()));

      switch (c.below (4))
      {
      case 0:
        s.erase (i, 1);
        break;
      case 1:
        s.insert (i, 1, s[i]);
        break;
      case 2:
        std::swap (s[i], s[c.below (s.size ())]);
        break;
      case 3:
        s.insert (i, 1, bytes[c.below (bytes.size ())]);
        break;
      }
    }
  }

  std::vector<piece> take_apart (const std::string& s)
  {
    std::vector<piece> r;

    for (std::size_t i (0); i != s.size ();)
    {
      std::size_t begin (i);
      while (begin != s.size () && is_space (s[begin]))
        ++begin;

      std::size_t end (begin == s.size () ? begin : end_of_part (s, begin));
      r.push_back (
        piece {s.substr (i, begin - i), s.substr (begin, end - begin)});
      i = end;
    }

    return r;
  }

  std::string put_together (const std::vector<piece>& v)
  {
    std::string r;
    for (const piece& p : v)
      r += p.gap + p.text;
    return r;
  }

  std::string respell (const std::string& s, const grammar& g, chance& c)
  {
    std::vector<piece> v (take_apart (s));
    bool every_gap (c.percent (20));
    unsigned lower (c.percent (50) ? 0 : c.percent (50) ? 100 : 50);

    for (std::size_t i (0); i != v.size (); ++i)
    {
      if (i != 0 && separable (v[i - 1], v[i]) &&
          (every_gap || c.percent (25)))
      {
        std::string gap (g.text ("gap", c));

        if (!gap.empty ())
          v[i].gap = gap;
      }

      if (is_keyword (v[i].text))
        v[i].text = recased (v[i].text, lower, c);
    }

    return put_together (v);
  }

  std::string mutate (const std::string& s, const std::string& other,
                      chance& c)
  {
    std::vector<piece> v (take_apart (s));
    std::vector<piece> w (take_apart (other));

    for (std::size_t n (c.below (2) + 1); n != 0 && !v.empty (); --n)
      if (c.percent (75) && !w.empty ())
        mutate_parts (v, w, c);

    std::string r (put_together (v));

    if (!r.empty () && c.percent (30))
      mutate_bytes (r, c);

    return r;
  }
}
