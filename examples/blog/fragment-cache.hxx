#ifndef EXAMPLES_BLOG_FRAGMENT_CACHE_HXX
#define EXAMPLES_BLOG_FRAGMENT_CACHE_HXX

#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace blog
{
  // Rendered fragments in memory; what was not used for longest makes room.
  //
  // It knows nothing of what fragments are made of, and nothing is ever
  // removed because it is out of date: nobody asks for such a key again.
  //
  // Any thread may use it.
  //
  class fragment_cache
  {
  public:
    // Holds as many fragments as this.
    //
    explicit fragment_cache (std::size_t limit);

    bool find (const std::string& key, std::string& html);
    void store (const std::string& key, std::string html);

  private:
    typedef std::list<std::pair<std::string, std::string>> entries;

    const std::size_t limit_;
    std::mutex mutex_;
    entries entries_; // Those used last come first.
    std::unordered_map<std::string, entries::iterator> index_;
  };
}

#endif // EXAMPLES_BLOG_FRAGMENT_CACHE_HXX
