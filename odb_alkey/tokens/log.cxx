#include <odb_alkey/tokens/log.hxx>

#include <chrono>
#include <iostream>

namespace odb_alkey
{
  namespace detail
  {
    log::log (const std::function<void (log_level, const std::string&)>& sink)
        : sink_ (sink)
    {
      for (std::atomic<long long>& l : last_)
        l.store (0, std::memory_order_relaxed);
    }

    void log::write (topic t, log_level level,
                     const std::string& text) noexcept
    {
      using namespace std::chrono;

      // Zero means never, hence the one more.
      //
      long long now (
        duration_cast<seconds> (steady_clock::now ().time_since_epoch ())
          .count () +
        1);
      std::atomic<long long>& last (last_[static_cast<int> (t)]);
      long long before (last.load (std::memory_order_relaxed));

      if (before != 0 && now - before < 10)
        return;

      if (!last.compare_exchange_strong (before, now,
                                         std::memory_order_relaxed))
        return;

      try
      {
        if (sink_)
          sink_ (level, text);
        else if (level >= log_level::warning)
          std::cerr << "odb_alkey: " + text + "\n";
      }
      catch (...)
      {
        // A message that cannot be written is no reason to fail a commit.
      }
    }
  }
}
