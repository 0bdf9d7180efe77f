#ifndef TESTS_SUPPORT_MESSAGES_HXX
#define TESTS_SUPPORT_MESSAGES_HXX

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include <odb_alkey/options.hxx>

namespace tests
{
  // The messages of the log callback; any thread may add to them.
  //
  class messages
  {
  public:
    void add (const std::string& s)
    {
      std::lock_guard<std::mutex> l (mutex_);
      said_.push_back (s);
    }

    // Returns a function for options::log, which these messages must outlive.
    //
    std::function<void (odb_alkey::log_level, const std::string&)> listener ()
    {
      return [this] (odb_alkey::log_level, const std::string& s)
      {
        add (s);
      };
    }

    std::vector<std::string> all () const
    {
      std::lock_guard<std::mutex> l (mutex_);
      return said_;
    }

    // How many hold this text.
    //
    std::size_t count (const std::string& part) const
    {
      std::size_t n (0);

      for (const std::string& s : all ())
        n += s.find (part) != std::string::npos ? 1 : 0;

      return n;
    }

  private:
    mutable std::mutex mutex_;
    std::vector<std::string> said_;
  };
}

#endif // TESTS_SUPPORT_MESSAGES_HXX
