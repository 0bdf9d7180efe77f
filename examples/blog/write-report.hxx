#ifndef EXAMPLES_BLOG_WRITE_REPORT_HXX
#define EXAMPLES_BLOG_WRITE_REPORT_HXX

#include <string>
#include <vector>

namespace blog
{
  // A token that a write changed, named as a program names it: one<article>
  // (1).
  //
  struct changed_token
  {
    std::string name;
    std::string before;
    std::string after;
  };

  // The effects of one write, for the page that is shown after it: of the
  // fragments that were in the cache before, by their labels, those that will
  // be misses, and those that are hits as before.
  //
  struct write_report
  {
    std::string sentence;

    // False if the tokens are not known: Redis did not answer, or a commit was
    // in flight for long.
    //
    bool known = true;
    std::vector<changed_token> tokens;
    std::vector<std::string> misses;
    std::vector<std::string> hits;
  };
}

#endif // EXAMPLES_BLOG_WRITE_REPORT_HXX
