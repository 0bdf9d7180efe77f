#ifndef EXAMPLES_BLOG_PAGE_HXX
#define EXAMPLES_BLOG_PAGE_HXX

#include <string>
#include <vector>

namespace blog
{
  // How a fragment of a page was come by. One that is unstorable was rendered
  // and not kept, since its key could not be made: a commit that writes what
  // it shows was in flight, or Redis did not answer.
  //
  enum class source
  {
    hit,
    miss,
    unstorable
  };

  // What was asked of the cache for a page.
  //
  struct used_fragment
  {
    std::string name;
    blog::source source;
    std::string key;
  };

  // What a handler answers. The fragments are told apart from the body, which
  // is the same whether they were hits or not. Those that a fragment is made
  // of follow it, if it was not a hit itself.
  //
  struct page
  {
    std::string title;
    std::string body;
    std::vector<used_fragment> fragments;

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
    case source::unstorable:
      break;
    }

    return "unstorable";
  }
}

#endif // EXAMPLES_BLOG_PAGE_HXX
