#ifndef TESTS_FAULT_STRESS_CACHE_USER_HXX
#define TESTS_FAULT_STRESS_CACHE_USER_HXX

#include <tests/fault/stress/user.hxx>

namespace stress
{
  // Keeps pages in a cache of its own, under the library's keys.
  //
  class cache_user: public user
  {
  public:
    explicit cache_user (worker&);

    // Makes a key and looks up. If nothing is found, makes the page and stores
    // it.
    //
    void use (const request&, const way&,
              const std::function<editions ()>& make_page) override;
  };
}

#endif // TESTS_FAULT_STRESS_CACHE_USER_HXX
