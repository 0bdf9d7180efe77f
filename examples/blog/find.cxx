#include "find.hxx"

#include <odb/database.hxx>

#include <schema/blog/article-odb.hxx>

#include "http-error.hxx"

namespace blog
{
  std::shared_ptr<article> find_article (odb::database& db, unsigned long id)
  {
    std::shared_ptr<article> a (db.find<article> (id));

    if (a == nullptr)
      throw http_error (404,
                        "There is no article " + std::to_string (id) + ".");

    return a;
  }
}
