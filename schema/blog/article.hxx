#ifndef SCHEMA_BLOG_ARTICLE_HXX
#define SCHEMA_BLOG_ARTICLE_HXX

#include <memory>
#include <string>
#include <utility>

#include <odb/core.hxx>
#include <odb/lazy-ptr.hxx>

#include <odb_alkey/tracked.hxx>

#include <schema/blog/author.hxx>

namespace blog
{
  // Belongs to its author: whatever shows an author with the articles depends
  // on the author alone.
  //
#pragma db object table("articles") pointer(std::shared_ptr) callback(track)
  class article: public odb_alkey::tracked<article>
  {
  public:
    typedef odb::lazy_shared_ptr<blog::author> author_ptr;

    article (author_ptr a, std::string title, std::string text)
        : author_ (std::move (a)), title_ (std::move (title)),
          text_ (std::move (text))
    {
    }

    // Zero until it is persisted.
    //
    unsigned long id () const
    {
      return id_;
    }

    const author_ptr& author () const
    {
      return author_;
    }

    // Both the former author and the new one are touched.
    //
    void author (author_ptr a)
    {
      author_ = std::move (a);
    }

    const std::string& title () const
    {
      return title_;
    }

    void title (std::string s)
    {
      title_ = std::move (s);
    }

    const std::string& text () const
    {
      return text_;
    }

    void text (std::string s)
    {
      text_ = std::move (s);
    }

    // quote: touches
    template <typename Touch>
    void touches (Touch& touch) const
    {
      touch (author_);
    }
    // quote: end

  private:
    friend class odb::access;
    article () = default;

#pragma db id auto
    unsigned long id_ = 0;

#pragma db not_null
    author_ptr author_;

    std::string title_;
    std::string text_;
  };
}

#endif // SCHEMA_BLOG_ARTICLE_HXX
