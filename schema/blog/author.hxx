#ifndef SCHEMA_BLOG_AUTHOR_HXX
#define SCHEMA_BLOG_AUTHOR_HXX

#include <memory>
#include <string>
#include <utility>

#include <odb/core.hxx>

#include <odb_alkey/tracked.hxx>

namespace blog
{
  // Somebody who writes articles. The name is the id, which never changes:
  // whoever shows it has nothing to load and depends on nothing.
  //
#pragma db object table("authors") pointer(std::shared_ptr) callback(track)
  class author: public odb_alkey::tracked<author>
  {
  public:
    author (std::string name, std::string about)
        : name_ (std::move (name)), about_ (std::move (about))
    {
    }

    const std::string& name () const
    {
      return name_;
    }

    const std::string& about () const
    {
      return about_;
    }

    void about (std::string s)
    {
      about_ = std::move (s);
    }

  private:
    friend class odb::access;
    author () = default;

#pragma db id
    std::string name_;

    std::string about_;
  };
}

#endif // SCHEMA_BLOG_AUTHOR_HXX
