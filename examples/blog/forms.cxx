#include "forms.hxx"

#include <algorithm>

#include "http-error.hxx"

namespace blog
{
  namespace
  {
    const char blanks[] = " \t\r\n";

    std::string trimmed (const std::string& s)
    {
      std::size_t b (s.find_first_not_of (blanks));

      return b == std::string::npos
               ? std::string ()
               : s.substr (b, s.find_last_not_of (blanks) + 1 - b);
    }

    // Absent is empty.
    //
    std::string value (const parameters& p, const std::string& field)
    {
      auto i (p.find (field));
      return i == p.end () ? std::string () : trimmed (i->second);
    }

    bool control (char c)
    {
      return static_cast<unsigned char> (c) < ' ' || c == '\x7f';
    }

    void check (const std::string& field, const std::string& s,
                std::size_t limit, const std::string& allowed)
    {
      if (s.size () > limit)
        throw http_error (400, "The field '" + field + "' may have " +
                                 std::to_string (limit) + " bytes; this has " +
                                 std::to_string (s.size ()) + ".");

      if (std::any_of (s.begin (), s.end (),
                       [&] (char c) {
                         return control (c) &&
                                allowed.find (c) == std::string::npos;
                       }))
        throw http_error (400, "The field '" + field +
                                 "' has characters that are no text.");
    }

    std::string required (const parameters& p, const std::string& field,
                          std::size_t limit, const std::string& allowed)
    {
      std::string s (value (p, field));

      if (s.empty ())
        throw http_error (400,
                          "The field '" + field + "' is missing or empty.");

      check (field, s, limit, allowed);
      return s;
    }
  }

  std::string parse_line (const parameters& p, const std::string& field)
  {
    return required (p, field, max_line, "");
  }

  article_form parse_article (const parameters& p)
  {
    return article_form {parse_line (p, "title"),
                         required (p, "text", max_text, "\r\n\t")};
  }

  comment_form parse_comment (const parameters& p)
  {
    comment_form f {parse_line (p, "by"),
                    required (p, "text", max_text, "\r\n\t"), 0};
    std::string stars (value (p, "stars"));

    if (stars.size () > 1 ||
        (stars.size () == 1 && (stars[0] < '1' || stars[0] > '5')))
      throw http_error (400, "The field 'stars' is 1 to 5, or empty for a "
                             "comment that is no review.");

    if (!stars.empty ())
      f.stars = static_cast<unsigned short> (stars[0] - '0');

    return f;
  }

  std::string parse_search (const parameters& p)
  {
    std::string s (value (p, "q"));
    check ("q", s, max_line, "");
    return s;
  }

  bool parse_show_fragments (const parameters& p)
  {
    std::string s (value (p, "show"));

    if (!s.empty () && s != "fragments")
      throw http_error (400, "The field 'show' is 'fragments', or not there.");

    return !s.empty ();
  }

  unsigned long parse_after (const parameters& p)
  {
    std::string s (value (p, "after"));

    if (s.size () > 9 ||
        s.find_first_not_of ("0123456789") != std::string::npos)
      throw http_error (400, "The field 'after' is the number of a write.");

    return s.empty () ? 0 : std::stoul (s);
  }

  bool parse_roll_back (const parameters& p)
  {
    std::string s (value (p, "then"));

    if (!s.empty () && s != "save" && s != "roll back")
      throw http_error (400, "The field 'then' is 'save' or 'roll back'.");

    return s == "roll back";
  }
}
