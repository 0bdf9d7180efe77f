#ifndef EXAMPLES_BLOG_PAGES_HXX
#define EXAMPLES_BLOG_PAGES_HXX

#include <string>

#include <odb/forward.hxx>

#include <odb_alkey/key-generator.hxx>

#include "fragment-cache.hxx"
#include "page.hxx"

namespace blog
{
  // The pages, made of fragments that are cached.
  //
  // Each fragment is asked for by key first: the key is made of ids and
  // classes, before anything is loaded. Only on a miss a transaction is
  // opened, the objects are loaded, and the fragment is rendered and stored
  // under the key. A page that is cached costs no database at all, and a
  // fragment is never older than its key, whoever commits what meanwhile.
  //
  // Throws http_error. Any thread may use it.
  //
  class pages
  {
  public:
    // The database and the cache must outlive it.
    //
    pages (odb::database&, odb_alkey::key_generator, fragment_cache&);

    // All articles, or those whose title contains something.
    //
    page list (const std::string& search) const;

    page article (unsigned long id) const;
    page author (const std::string& name) const;

    // Forms show what is in the database now, and are not cached.
    //
    page edit_article (unsigned long id) const;
    page new_article () const;

  private:
    // Appends a fragment to the page: from the cache, or else rendered.
    //
    template <typename Render>
    void add (page&, const char* name, const odb_alkey::key&, Render) const;

    odb::database& db_;
    odb_alkey::key_generator cache_key_;
    fragment_cache& cache_;
  };
}

#endif // EXAMPLES_BLOG_PAGES_HXX
