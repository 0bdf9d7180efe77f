#ifndef SCHEMA_BLOG_ARTICLE_SUMMARY_HXX
#define SCHEMA_BLOG_ARTICLE_SUMMARY_HXX

#include <cstddef>
#include <string>

#include <odb/core.hxx>

#include <schema/blog/article.hxx>
#include <schema/blog/comment.hxx>

namespace blog
{
  // A line of a list of articles, the newest first. Views have no tokens: keys
  // name the objects that a view is made of. For this one all<article> () is
  // enough, since comments touch their articles.
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
