#include <odb_alkey/support/striped.hxx>

#include <atomic>

namespace odb_alkey
{
  namespace support
  {
    std::size_t next_thread_number () noexcept
    {
      static std::atomic<std::size_t> next (0);
      return next.fetch_add (1, std::memory_order_relaxed);
    }
  }
}
