#ifndef EXAMPLES_BLOG_MARKUP_HXX
#define EXAMPLES_BLOG_MARKUP_HXX

#include <cstddef>
#include <string>

namespace blog
{
  // The pieces that the pages are made of. The classes are Bootstrap's.
  //
  namespace html
  {
    // Escapes text, so that it cannot become markup between tags or in an
    // attribute.
    //
    std::string escape (const std::string& text);

    // Writes bytes that are not unreserved as %XX (RFC 3986, 2.3).
    //
    std::string encode (const std::string& text);

    // An element that holds a text. Without classes it has no such attribute.
    //
    std::string element (const char* name, const char* classes,
                         const std::string& text);

    std::string link (const std::string& href, const std::string& text,
                      const char* classes = "");
    std::string link_to_article (unsigned long id, const std::string& text);
    std::string link_to_author (const std::string& name);

    // Text of several lines.
    //
    std::string paragraph (const std::string& text);

    // Browsers show the title while the mouse is over the code.
    //
    std::string code (const std::string& text, const std::string& title);

    // 1 comment, 2 comments.
    //
    std::string plural (std::size_t, const std::string& noun);

    // Returns one of the boxes of a column; the content is markup.
    //
    std::string card (const std::string& content);
  }
}

#endif // EXAMPLES_BLOG_MARKUP_HXX
