#ifndef TESTS_FAULT_STRESS_VALUES_HXX
#define TESTS_FAULT_STRESS_VALUES_HXX

#include <string>
#include <vector>

#include <tests/fault/stress/client.hxx>
#include <tests/fault/stress/subject.hxx>

namespace stress
{
  // A cached value: what a page showed, and who stored it how.
  //
  struct value
  {
    editions shown;
    std::string story;
  };

  // A cache that anybody could have written: SET and GET.
  //
  class values
  {
  public:
    explicit values (const std::string& redis_url);

    bool find (const std::string& key, value&);
    void store (const std::string& key, const value&);

    // What Redis holds of these tokens, to be printed.
    //
    std::string tokens (const std::vector<std::string>& identifiers);

  private:
    client redis_;
  };
}

#endif // TESTS_FAULT_STRESS_VALUES_HXX
