#ifndef TESTS_FAULT_STRESS_VALUES_HXX
#define TESTS_FAULT_STRESS_VALUES_HXX

#include <string>
#include <vector>

#include <sys/types.h>

#include <odb_alkey/codec.hxx>

#include <tests/fault/stress/board.hxx>
#include <tests/fault/stress/client.hxx>
#include <tests/fault/stress/subject.hxx>

namespace stress
{
  // A cached value: what a page showed, who made it, when it was made, and
  // how.
  //
  struct value
  {
    value () = default;

    // Made by this process, now.
    //
    value (const editions& shown, const std::string& story);

    editions shown;
    pid_t maker = 0;
    board::clock::rep made = 0;
    std::string story;
  };

  // The latter throws if it cannot read it.
  //
  std::string text (const value&);
  value parsed (const std::string&);

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

namespace odb_alkey
{
  template <>
  struct codec<stress::value>
  {
    static std::string encode (const stress::value& v)
    {
      return stress::text (v);
    }

    static stress::value decode (const std::string& s)
    {
      return stress::parsed (s);
    }
  };
}

#endif // TESTS_FAULT_STRESS_VALUES_HXX
