#ifndef EXAMPLES_BLOG_WRITE_WATCH_HXX
#define EXAMPLES_BLOG_WRITE_WATCH_HXX

#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <odb/forward.hxx>

#include <odb_alkey/cache.hxx>
#include <odb_alkey/plugin.hxx>

#include "page.hxx"
#include "write-report.hxx"

namespace blog
{
  // Looks at the cache before and after each write, so that pages can show
  // what the write changed. Nothing depends on it but this: without it the
  // writes and the cache would do the same.
  //
  // A report also tells of other writes at the same time.
  //
  // Any thread may use it.
  //
  class write_watch
  {
  public:
    // They must outlive it.
    //
    write_watch (odb::database&, odb_alkey::plugin&, odb_alkey::cache&);

    // Remembers the fragments of a page, to look at from now on.
    //
    void remember (const std::vector<used_fragment>&);

    // Calls write (), which returns a sentence that tells what it has done.
    // Returns the number of the report; throws whatever write () throws.
    //
    unsigned long report (const std::function<std::string ()>& write);

    // False if there is no such report, or not any more.
    //
    bool find (unsigned long number, write_report&) const;

  private:
    struct token
    {
      std::string name;
      std::function<std::string ()> value;
    };

    struct fragment
    {
      std::string label;
      arguments made_of;
    };

    struct state
    {
      bool hit;
      std::string key;
    };

    std::vector<token> tokens () const;
    std::vector<std::string> settled (const std::vector<token>&) const;
    state look (const fragment&) const;

    odb::database& db_;
    odb_alkey::plugin& alkey_;
    odb_alkey::cache& cache_;

    mutable std::mutex mutex_;
    std::deque<fragment> fragments_;
    std::deque<std::pair<unsigned long, write_report>> reports_;
    unsigned long last_ = 0;
  };
}

#endif // EXAMPLES_BLOG_WRITE_WATCH_HXX
