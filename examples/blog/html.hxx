#ifndef EXAMPLES_BLOG_HTML_HXX
#define EXAMPLES_BLOG_HTML_HXX

#include <memory>
#include <string>
#include <vector>

#include <schema/blog/article-summary.hxx>
#include <schema/blog/article.hxx>
#include <schema/blog/author.hxx>
#include <schema/blog/comment.hxx>

#include "page.hxx"

namespace blog
{
  // Values to HTML, and nothing else: no database and no cache.
  //
  namespace html
  {
    typedef std::vector<article_summary> summaries;
    typedef std::vector<std::shared_ptr<blog::comment>> comment_ptrs;
    typedef std::vector<std::shared_ptr<blog::author>> author_ptrs;

    // So that text cannot become markup, between tags or in an attribute.
    //
    std::string escape (const std::string& text);

    // Fragments.
    //
    std::string teaser (const article_summary&);
    std::string list (const std::vector<std::string>& teasers);
    std::string latest (const comment_ptrs&);
    std::string article (const blog::article&);
    std::string comments (const comment_ptrs&);
    std::string author (const blog::author&, const summaries&);

    // A page::reference.
    //
    std::string search_reference (const std::string& search);

    // Forms.
    //
    std::string search_form (const std::string& search);
    std::string article_forms (unsigned long id);
    std::string edit_form (const blog::article&);
    std::string new_form (const author_ptrs&);

    // Whole documents. With how its fragments were come by, or with a link to
    // where that is shown.
    //
    std::string document (const page&, bool show_fragments);
    std::string error (int status, const std::string& message);
  }
}

#endif // EXAMPLES_BLOG_HTML_HXX
