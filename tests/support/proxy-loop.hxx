#ifndef TESTS_SUPPORT_PROXY_LOOP_HXX
#define TESTS_SUPPORT_PROXY_LOOP_HXX

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <tests/support/proxy-actions.hxx>
#include <tests/support/proxy-link.hxx>
#include <tests/support/proxy-sockets.hxx>
#include <tests/support/proxy.hxx>

namespace tests
{
  // The thread of a proxy. Everything happens in it: what others want of it
  // they put into a queue, and wait.
  //
  class proxy::loop
  {
  public:
    loop (const std::string& path, std::uint16_t port);
    ~loop ();

    // Its threads point to it.
    //
    loop (const loop&) = delete;
    loop& operator= (const loop&) = delete;

    // Calls f in the thread and returns when that has been done.
    //
    void call (std::function<void ()> f);

    void enter (proxying::mode);
    void add (proxying::hook&&);

    std::uint16_t port () const;

    // For what is called in the thread.
    //
    void change (proxying::mode);
    void end (bool reset);
    void repeat (unsigned times);
    proxying::rules rules;

    // For any thread to read.
    //
    std::atomic<std::size_t> pending {0};
    std::atomic<std::size_t> accepted {0};
    std::atomic<std::size_t> open {0};
    std::atomic<std::uint64_t> from_clients {0};
    std::atomic<std::uint64_t> from_server {0};

  private:
    typedef std::packaged_task<void ()> task;

    std::future<void> post (std::function<void ()>);
    void run (proxying::hook&&, std::uint64_t link);
    void work ();
    void step ();
    void wait_and_receive ();
    void accept ();
    void do_tasks ();

    const int wake_;
    std::mutex mutex_;
    std::vector<task> tasks_;

    bool stop_ = false;
    proxying::instant until_;
    proxying::reserved_port port_;
    std::vector<std::unique_ptr<proxying::link>> links_;

    std::unique_ptr<proxying::actions> actions_;
    std::thread thread_;
  };
}

#endif // TESTS_SUPPORT_PROXY_LOOP_HXX
