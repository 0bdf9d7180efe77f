#ifndef EXAMPLES_BLOG_PAGE_HXX
#define EXAMPLES_BLOG_PAGE_HXX

#include <chrono>
#include <string>
#include <vector>

#include <odb_alkey/cache.hxx>

namespace blog
{
  // How a fragment of a page was come by. One that waited was being rendered
  // for another request, and was taken from there. One that is unstorable was
  // rendered and not kept, since its key could not be made: a commit that
  // writes what it shows was in flight, or Redis did not answer.
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

  // One question to the cache. The name tells the fragments of a page apart,
  // in its header and in its elements, and consists of letters, digits and
  // hyphens. The label tells those of all pages apart, for readers.
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

  // What a handler answers: the column that people read, and the one beside
  // it. The fragments are told apart from both, which are the same whether
  // they were hits or not. Those that a fragment is made of follow it, if it
  // was not a hit itself.
  //
  struct page
  {
    std::string title;
    std::string body;
    std::string aside {};
    std::vector<used_fragment> fragments {};

    // What is shown above both columns.
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
