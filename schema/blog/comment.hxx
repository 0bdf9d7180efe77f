#ifndef SCHEMA_BLOG_COMMENT_HXX
#define SCHEMA_BLOG_COMMENT_HXX

#include <memory>
#include <string>
#include <utility>

#include <odb/core.hxx>
#include <odb/lazy-ptr.hxx>

#include <odb_alkey/tracked.hxx>

#include <schema/blog/article.hxx>

namespace blog
{
  // A reader comments on an article, to which the comment belongs.
  //
  // A polymorphic hierarchy is annotated once, at its root; the root's table
  // names every object of it.
  //
#pragma db object table("comments") pointer(std::shared_ptr)
#pragma db object polymorphic callback(track)
  class comment: public odb_alkey::tracked<comment>
  {
  public:
    typedef odb::lazy_shared_ptr<blog::article> article_ptr;

    comment (article_ptr a, std::string by, std::string text)
        : article_ (std::move (a)), by_ (std::move (by)),
          text_ (std::move (text))
    {
    }

    virtual ~comment () = default;

    // Zero until it is persisted.
    //
    unsigned long id () const
    {
      return id_;
    }

    const article_ptr& article () const
    {
      return article_;
    }

    const std::string& by () const
    {
      return by_;
    }

    const std::string& text () const
    {
      return text_;
    }

    void text (std::string s)
    {
      text_ = std::move (s);
    }

    template <typename Touch>
    void touches (Touch& touch) const
    {
      touch (article_);
    }

  protected:
    comment () = default;

  private:
    friend class odb::access;

#pragma db id auto
    unsigned long id_ = 0;

#pragma db not_null
    article_ptr article_;

    std::string by_;
    std::string text_;
  };

  // A comment that says how good the article is.
  //
#pragma db object table("reviews") pointer(std::shared_ptr)
  class review: public comment
  {
  public:
    review (article_ptr a, std::string by, std::string text,
            unsigned short stars)
        : comment (std::move (a), std::move (by), std::move (text)),
          stars_ (stars)
    {
    }

    // One to five.
    //
    unsigned short stars () const
    {
      return stars_;
    }

    void stars (unsigned short n)
    {
      stars_ = n;
    }

  private:
    friend class odb::access;
    review () = default;

    unsigned short stars_ = 0;
  };
}

#endif // SCHEMA_BLOG_COMMENT_HXX
