#include "fragment-cache.hxx"

namespace blog
{
  fragment_cache::fragment_cache (std::size_t limit): limit_ (limit) {}

  bool fragment_cache::find (const std::string& key, std::string& html)
  {
    std::lock_guard<std::mutex> l (mutex_);
    auto i (index_.find (key));

    if (i == index_.end ())
      return false;

    entries_.splice (entries_.begin (), entries_, i->second);
    html = i->second->second;
    return true;
  }

  void fragment_cache::store (const std::string& key, std::string html)
  {
    std::lock_guard<std::mutex> l (mutex_);

    // Another thread may have rendered the same meanwhile.
    //
    if (index_.count (key) != 0)
      return;

    entries_.emplace_front (key, std::move (html));
    index_.emplace (key, entries_.begin ());

    if (entries_.size () > limit_)
    {
      index_.erase (entries_.back ().first);
      entries_.pop_back ();
    }
  }
}
