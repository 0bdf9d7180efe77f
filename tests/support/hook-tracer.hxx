#ifndef TESTS_SUPPORT_HOOK_TRACER_HXX
#define TESTS_SUPPORT_HOOK_TRACER_HXX

#include <atomic>
#include <functional>
#include <string>
#include <utility>

#include <odb/connection.hxx>
#include <odb/statement.hxx>
#include <odb/tracer.hxx>

namespace tests
{
  // A tracer that runs something before a statement is sent: with a plugin
  // bound over it, after the fence and before COMMIT.
  //
  class hook_tracer: public odb::tracer
  {
  public:
    typedef std::function<void (odb::connection&)> hook;

    // Runs f once, at the next statement with this text.
    //
    void at (const std::string& text, hook f)
    {
      text_ = text;
      hook_ = std::move (f);
    }

    void execute (odb::connection& c, const odb::statement& s) override
    {
      execute (c, s.text ());
    }

    void execute (odb::connection& c, const char* s) override
    {
      ++seen;

      if (hook_ && text_ == s)
      {
        hook f (std::move (hook_));
        hook_ = nullptr;
        f (c);
      }
    }

    // Any thread may execute a statement.
    //
    std::atomic<unsigned> seen {0};

  private:
    std::string text_;
    hook hook_;
  };
}

#endif // TESTS_SUPPORT_HOOK_TRACER_HXX
