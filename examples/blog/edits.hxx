#ifndef EXAMPLES_BLOG_EDITS_HXX
#define EXAMPLES_BLOG_EDITS_HXX

#include <string>

#include <odb/sqlite/forward.hxx>

#include "forms.hxx"

namespace blog
{
  // Everything that writes. It is plain ODB: nothing in here knows that there
  // is a cache, and nothing has to.
  //
  // Throws http_error. Any thread may use it.
  //
  class edits
  {
  public:
    // The database must outlive it.
    //
    explicit edits (odb::sqlite::database&);

    // The new article's id.
    //
    unsigned long add_article (const std::string& author, const article_form&);

    // With roll_back everything is done but the commit.
    //
    void edit_article (unsigned long id, const article_form&, bool roll_back);

    // With its comments.
    //
    void erase_article (unsigned long id);

    void add_comment (unsigned long article, const comment_form&);

  private:
    odb::sqlite::database& db_;
  };
}

#endif // EXAMPLES_BLOG_EDITS_HXX
