#ifndef TESTS_FAULT_STRESS_FETCH_USER_HXX
#define TESTS_FAULT_STRESS_FETCH_USER_HXX

#include <functional>
#include <vector>

#include <odb_alkey/cache-options.hxx>

#include <tests/fault/stress/slots.hxx>
#include <tests/fault/stress/user.hxx>

namespace stress
{
  // Lets the library keep pages: fetches them by their arguments, by keys made
  // earlier, and many at once; waits for others who make them, or takes
  // previous ones.
  //
  // What a call has computed is as old as its own objects may be. Everything
  // else that it returns must not be older than what was committed before it
  // began, or before its key was made, unless it is said to be previous.
  //
  class fetch_user: public user
  {
  public:
    explicit fetch_user (worker&);

    void use (const request&, const way&,
              const std::function<editions ()>& make_page) override;

    void use_many (
      const std::vector<request>&, const way&,
      const std::function<editions (const request&)>& make_page) override;

  private:
    typedef std::function<editions ()> maker;
    struct call;

    call begin (const request&, const way&);
    value make (call&, const maker&);
    odb_alkey::fetch_options options (call&);
    value fetch (call&, const maker&);
    value fetch_by_key (call&, const maker&);

    // Counts and judges what a call has returned.
    //
    void note (const call&, const value&, count form);
    void note_computed (const call&, const value&);
    void note_found (const call&, const value&, count form);
    void look_behind (const page&);

    slots slots_;
  };
}

#endif // TESTS_FAULT_STRESS_FETCH_USER_HXX
