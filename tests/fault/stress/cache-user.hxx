#ifndef TESTS_FAULT_STRESS_CACHE_USER_HXX
#define TESTS_FAULT_STRESS_CACHE_USER_HXX

#include <functional>
#include <string>
#include <vector>

#include <tests/fault/stress/page.hxx>
#include <tests/fault/stress/worker.hxx>

namespace stress
{
  // Uses the cache as the library's documentation says, and judges what it
  // finds there.
  //
  class cache_user
  {
  public:
    explicit cache_user (worker&);

    // How a key comes about.
    //
    struct way
    {
      // Printed with what is found to be wrong.
      //
      std::string story;

      // Whether the objects are so new that the key is storable unless
      // somebody writes: only such uses say something about how often the
      // cache is of use. Others are made the most of to do harm.
      //
      bool recent;
    };

    // Makes a key and looks up. What is found must not be older than what was
    // committed before the key was made, nor newer than what is committed
    // now. If nothing is found, makes the page and stores it.
    //
    void use (const page&, const way&,
              const std::function<odb_alkey::key ()>& make_key,
              const std::function<editions ()>& make_page);

  private:
    // Whether nobody has written the page since this process used it last.
    //
    bool repeated (const page&, const editions& bound);

    void judge (const page&, const way&, const odb_alkey::key&,
                const editions& bound, const value&);
    void report (const char* what, const page&, const way&,
                 const odb_alkey::key&, const editions& expected,
                 const value&);

    worker& worker_;

    // Of each page, what was committed when it was used last; empty if that
    // tells nothing.
    //
    std::vector<editions> seen_;
  };
}

#endif // TESTS_FAULT_STRESS_CACHE_USER_HXX
