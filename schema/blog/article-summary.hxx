#ifndef SCHEMA_BLOG_ARTICLE_SUMMARY_HXX
#define SCHEMA_BLOG_ARTICLE_SUMMARY_HXX

#include <cstddef>
#include <string>

#include <odb/core.hxx>

#include <schema/blog/article.hxx>
#include <schema/blog/comment.hxx>

namespace blog
{
  // Which articles a list shows: the newest first, a hundred at most. Views
  // have no tokens: keys name the objects that a view is made of.
  //
#pragma db view object(article)                                               \
  query((?) + "ORDER BY" + article::id_ + "DESC LIMIT 100")
  struct article_id
  {
#pragma db column(article::id_)
    unsigned long id;
  };

  // A line in a list of articles, the newest first. A key for this view needs
  // to name the article only, since comments touch it.
  //
#pragma db view object(article) object(comment)                               \
  query((?) + "GROUP BY" + article::id_ + "ORDER BY" + article::id_ + "DESC")
  struct article_summary
  {
#pragma db column(article::id_)
    unsigned long id;

#pragma db column(article::title_)
    std::string title;

#pragma db column(article::author_)
    std::string author;

#pragma db column("count(" + comment::id_ + ")")
    std::size_t comments;
  };
}

#endif // SCHEMA_BLOG_ARTICLE_SUMMARY_HXX
