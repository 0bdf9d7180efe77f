#ifndef ODB_ALKEY_SUPPORT_LOG_HXX
#define ODB_ALKEY_SUPPORT_LOG_HXX

#include <atomic>
#include <functional>
#include <string>

#include <odb_alkey/options.hxx>

namespace odb_alkey
{
  namespace support
  {
    // Messages of one topic are written at most every ten seconds, since an
    // outage must not fill the disk.
    //
    enum class topic
    {
      redis,
      redis_back,
      eviction,
      unfenced,
      lost_reset,
      quarantine,
      replaced,
      not_understood,
      too_large,
      cluster,
      tokens_moved,
      count
    };

    // Passes messages to the callback of the options; without one, it writes
    // warnings and errors to standard error. Any thread may use it. Nothing
    // throws.
    //
    class log
    {
    public:
      explicit log (
        const std::function<void (log_level, const std::string&)>& sink);

      void write (topic, log_level, const std::string& text) noexcept;

      // The same for callers that may have no memory for a string.
      //
      void write (topic, log_level, const char* text) noexcept;

      // Writes a message once. The caller keeps the flag that says that it has
      // been written.
      //
      void write_once (std::atomic<bool>& said, log_level,
                       const std::string& text) noexcept;

    private:
      void say (log_level, const std::string& text) const noexcept;

      std::function<void (log_level, const std::string&)> sink_;
      std::atomic<long long> last_[static_cast<int> (topic::count)];
    };
  }
}

#endif // ODB_ALKEY_SUPPORT_LOG_HXX
