#ifndef EXAMPLES_BLOG_FIND_HXX
#define EXAMPLES_BLOG_FIND_HXX

#include <memory>
#include <string>

#include <odb/forward.hxx>

#include <schema/blog/article.hxx>

namespace blog
{
  // The article with this id, in the current transaction. Throws http_error,
  // 404, if there is none.
  //
  std::shared_ptr<article> find_article (odb::database&, unsigned long id);
}

#endif // EXAMPLES_BLOG_FIND_HXX
