#ifndef TESTS_INTEGRATION_THROWN_HXX
#define TESTS_INTEGRATION_THROWN_HXX

#include <string>

#include <boost/test/unit_test.hpp>

namespace tests
{
  // Returns the message of the E that f throws; fails if there is none.
  //
  template <typename E, typename F>
  std::string thrown (F f)
  {
    try
    {
      f ();
    }
    catch (const E& e)
    {
      return e.what ();
    }

    BOOST_ERROR ("nothing was thrown");
    return "";
  }

  inline bool says (const std::string& text, const std::string& part)
  {
    return text.find (part) != std::string::npos;
  }
}

#endif // TESTS_INTEGRATION_THROWN_HXX
