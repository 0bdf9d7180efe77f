#include <odb_alkey/tokens/fence-watch.hxx>

#include <algorithm>
#include <cstdint>
#include <utility>

#include <odb_alkey/support/decimal.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    namespace
    {
      const std::size_t remembered (4096);
    }

    void fence_watch::look (const fences& f, std::string& over, time_point now)
    {
      std::lock_guard<std::mutex> l (mutex_);
      const char* const end (f.text + f.size);

      for (const char *i (f.text), *next; i != end; i = next)
      {
        next = std::find (i + 1, end, ' ');
        std::string text (i, next);
        std::uint64_t lasting;
        support::read_decimal (i + text.rfind ('-') + 1, next, lasting);

        if (now - first_seen (text, now) > std::chrono::milliseconds (lasting))
          over += text;
      }
    }

    void fence_watch::keep (const fences& f)
    {
      std::string r;
      look (f, r);

      if (r.empty ())
        return;

      std::lock_guard<std::mutex> l (mutex_);
      over_ = std::move (r);
      any_over_.store (true, std::memory_order_relaxed);
    }

    std::string fence_watch::over ()
    {
      if (!any_over_.load (std::memory_order_relaxed))
        return std::string ();

      std::lock_guard<std::mutex> l (mutex_);
      any_over_.store (false, std::memory_order_relaxed);
      std::string r;
      r.swap (over_);
      return r;
    }

    // If there are many fences, those that have not been looked at for long
    // are forgotten.
    //
    fence_watch::time_point fence_watch::first_seen (const std::string& text,
                                                     time_point now)
    {
      seen::iterator i (recent_.find (text));

      if (i != recent_.end ())
        return i->second;

      seen::iterator b (before_.find (text));
      time_point r (b != before_.end () ? b->second : now);

      if (recent_.size () == remembered)
      {
        before_ = std::move (recent_);
        recent_.clear ();
      }

      recent_.emplace (text, r);
      return r;
    }
  }
}
