#include <odb_alkey/support/log.hxx>

#include <chrono>
#include <iostream>

#include <odb_alkey/support/escapes.hxx>

namespace odb_alkey
{
  namespace support
  {
    namespace
    {
      // Messages quote servers, addresses and statements. These may be long,
      // or contain the ends of lines or commands of a terminal.
      //
      const std::size_t longest (2000);

      std::string shown (const std::string& text)
      {
        std::string r;

        for (char c : text.substr (0, longest))
          if ((c >= 0 && c < ' ') || c == '\x7f')
            append_escape (r, c);
          else
            r += c;

        if (text.size () > longest)
          r += "... (" + std::to_string (text.size ()) + " bytes)";

        return r;
      }
    }

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

      // Zero means never, hence one is added.
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

      say (level, text);
    }

    void log::write_once (std::atomic<bool>& said, log_level level,
                          const std::string& text) noexcept
    {
      if (!said.exchange (true, std::memory_order_relaxed))
        say (level, text);
    }

    void log::say (log_level level, const std::string& text) const noexcept
    {
      try
      {
        if (sink_)
          sink_ (level, shown (text));
        else if (level >= log_level::warning)
          std::cerr << "odb_alkey: " + shown (text) + "\n";
      }
      catch (...)
      {
        // A message that cannot be written is no reason to fail a commit.
      }
    }

    void log::write (topic t, log_level level, const char* text) noexcept
    try
    {
      write (t, level, std::string (text));
    }
    catch (...)
    {
      // The message is not worth a failure here either.
    }
  }
}
