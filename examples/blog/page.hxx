#ifndef EXAMPLES_BLOG_PAGE_HXX
#define EXAMPLES_BLOG_PAGE_HXX

#include <chrono>
#include <string>
#include <vector>

#include <odb_alkey/cache.hxx>

namespace blog
{
  // Where a fragment of a page comes from. One that waited was being rendered
  // for another request, which shared it. One that is unstorable was rendered
  // and not kept, since its key could not be made: a commit that writes what
  // it shows was in flight, or Redis did not answer.
  //
  enum class source
  {
    hit,
    miss,
    waited,
    unstorable
  };

  // The arguments of a key, which can be kept.
  //
  typedef decltype (odb_alkey::args ()) arguments;

  // A fragment that a page asked the cache for. The name tells the fragments
  // of a page apart, in its header and in its elements, and consists of
  // letters, digits and hyphens. The label tells those of all pages apart, for
  // readers.
  //
  struct used_fragment
  {
    std::string name;
    std::string label;
    arguments made_of;
    blog::source source;
    std::string key;
    std::chrono::microseconds took;
  };

  // A handler answers with a page: the column that people read, and the one
  // beside it. The fragments are told apart from both, which are the same
  // whether they were hits or not. Those that a fragment is made of follow it,
  // if it was not a hit itself.
  //
  struct page
  {
    std::string title;
    std::string body;
    std::string aside {};
    std::vector<used_fragment> fragments {};

    // It is shown above both columns.
    //
    std::string notice {};

    // The relative reference to it that one more parameter can be added to.
    //
    std::string reference = "?";
  };

  inline const char* word (source s)
  {
    switch (s)
    {
    case source::hit:
      return "hit";
    case source::miss:
      return "miss";
    case source::waited:
      return "waited";
    case source::unstorable:
      break;
    }

    return "unstorable";
  }
}

#endif // EXAMPLES_BLOG_PAGE_HXX
