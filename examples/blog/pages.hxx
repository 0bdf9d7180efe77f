#ifndef EXAMPLES_BLOG_PAGES_HXX
#define EXAMPLES_BLOG_PAGES_HXX

#include <string>
#include <vector>

#include <odb/forward.hxx>

#include <odb_alkey/cache.hxx>
#include <odb_alkey/key-generator.hxx>

#include "page.hxx"

namespace blog
{
  // The pages, made of fragments that are cached.
  //
  // Each fragment is fetched by what it shows: ids and classes, before
  // anything is loaded. Only on a miss a transaction is opened, the objects
  // are loaded, and the fragment is rendered. A page that is cached costs no
  // database at all, and a fragment is never older than its key, whoever
  // commits what meanwhile.
  //
  // Throws http_error. Any thread may use it.
  //
  class pages
  {
  public:
    // The database and the cache must outlive it.
    //
    pages (odb::database&, odb_alkey::key_generator, odb_alkey::cache&);

    // All articles, or those whose title contains something.
    //
    page list (const std::string& search) const;

    page article (unsigned long id) const;
    page author (const std::string& name) const;

    // Stands for the whole page of an article.
    //
    odb_alkey::key article_key (unsigned long id) const;

    // Forms show what is in the database now, and are not cached.
    //
    page edit_article (unsigned long id) const;
    page new_article () const;

  private:
    // A fragment, from the cache, or else rendered, of which the page takes
    // note.
    //
    template <typename Render>
    std::string fragment (page&, const char* name, const std::string& label,
                          const arguments&, Render) const;

    // The fragments that the list is made of, likewise.
    //
    std::vector<std::string> teasers (page&,
                                      const std::vector<unsigned long>&) const;

    odb::database& db_;
    odb_alkey::key_generator cache_key_;
    odb_alkey::cache& cache_;
  };
}

#endif // EXAMPLES_BLOG_PAGES_HXX
