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
#include "write-report.hxx"

namespace blog
{
  // Values to HTML, and nothing else: no database and no cache.
  //
  namespace html
  {
    typedef std::vector<article_summary> summaries;
    typedef std::vector<std::shared_ptr<blog::comment>> comment_ptrs;
    typedef std::vector<std::shared_ptr<blog::author>> author_ptrs;

    // Where the page gets the style sheet from.
    //
    extern const char style_sheet[];

    std::string heading (const std::string& text);
    std::string list_heading (const std::string& search);

    // The contents of fragments.
    //
    std::string teaser (const article_summary&);
    std::string list (const std::vector<std::string>& teasers);
    std::string latest (const comment_ptrs&);
    std::string article (const blog::article&);
    std::string comments (const comment_ptrs&);
    std::string author (const blog::author&, const summaries&);

    // A fragment as the script of the page finds it by its name. A teaser has
    // that name in it, since it is part of a fragment itself.
    //
    std::string fragment (const std::string& name, const std::string& content);
    std::string teaser_name (unsigned long id);

    // A page::reference.
    //
    std::string search_reference (const std::string& search);

    // Forms.
    //
    std::string article_forms (unsigned long id);
    std::string edit_form (const blog::article&);
    std::string new_form (const author_ptrs&);

    // A page::notice.
    //
    std::string report (const write_report&);

    // Whole documents. With a table of the fragments, or with a link to where
    // that is shown.
    //
    std::string document (const page&, bool show_fragments);
    std::string error (int status, const std::string& message);
  }
}

#endif // EXAMPLES_BLOG_HTML_HXX
