#ifndef EXAMPLES_BLOG_SERVER_TIMING_HXX
#define EXAMPLES_BLOG_SERVER_TIMING_HXX

#include <chrono>
#include <string>
#include <vector>

#include "page.hxx"

namespace blog
{
  // How a page was made, as the header Server-Timing tells it (W3C), which
  // browsers show among the times of a request, and hand to the page's script:
  //
  //   article;dur=0.21;desc="hit alkey;…", comments;dur=0.18;desc="miss …"
  //
  // A body that told it would not be the same twice, and could have no strong
  // entity tag.
  //
  std::string timing (const std::string& name, std::chrono::microseconds,
                      const std::string& description);
  std::string timings (const std::vector<used_fragment>&);
}

#endif // EXAMPLES_BLOG_SERVER_TIMING_HXX
