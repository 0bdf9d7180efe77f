#ifndef TESTS_BENCHMARK_PLAIN_MAP_HXX
#define TESTS_BENCHMARK_PLAIN_MAP_HXX

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace benchmarks
{
  // A cache as people write it by hand, which returns what is out of date: a
  // map under a mutex.
  //
  class plain_map
  {
  public:
    void put (const std::string& key, std::string value)
    {
      std::lock_guard<std::mutex> l (mutex_);
      all_[key] = std::make_shared<const std::string> (std::move (value));
    }

    std::shared_ptr<const std::string> find (const std::string& key)
    {
      std::lock_guard<std::mutex> l (mutex_);
      auto i (all_.find (key));
      return i != all_.end () ? i->second : nullptr;
    }

  private:
    std::mutex mutex_;
    std::unordered_map<std::string, std::shared_ptr<const std::string>> all_;
  };
}

#endif // TESTS_BENCHMARK_PLAIN_MAP_HXX
