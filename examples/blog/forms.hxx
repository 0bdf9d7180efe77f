#ifndef EXAMPLES_BLOG_FORMS_HXX
#define EXAMPLES_BLOG_FORMS_HXX

#include <cstddef>
#include <map>
#include <string>

namespace blog
{
  // The fields of a request, which come from outside. Each of these functions
  // checks them, and throws http_error that says which one is wrong and what
  // is accepted.
  //
  typedef std::multimap<std::string, std::string> parameters;

  // In bytes. cpp-httplib accepts forms of 8 KB, in which a byte may take
  // three.
  //
  const std::size_t max_line = 100;
  const std::size_t max_text = 2000;

  struct article_form
  {
    std::string title;
    std::string text;
  };

  struct comment_form
  {
    std::string by;
    std::string text;

    // Zero if it is no review.
    //
    unsigned short stars;
  };

  article_form parse_article (const parameters&);
  comment_form parse_comment (const parameters&);

  // One line that must be there, such as a name.
  //
  std::string parse_line (const parameters&, const std::string& field);

  // The words to search for: empty if the field is not there.
  //
  std::string parse_search (const parameters&);

  // True if a page is to list its fragments.
  //
  bool parse_show_fragments (const parameters&);

  // The number of the write that a page is shown after: zero if there is none.
  //
  unsigned long parse_after (const parameters&);

  // True if an edit is to be rolled back.
  //
  bool parse_roll_back (const parameters&);
}

#endif // EXAMPLES_BLOG_FORMS_HXX
