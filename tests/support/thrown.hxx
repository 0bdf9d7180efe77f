#ifndef TESTS_SUPPORT_THROWN_HXX
#define TESTS_SUPPORT_THROWN_HXX

#include <initializer_list>
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

  // Tells whether the text has this part. A test that fails shows both.
  //
  inline boost::test_tools::assertion_result says (const std::string& text,
                                                   const std::string& part)
  {
    boost::test_tools::assertion_result r (text.find (part) !=
                                           std::string::npos);
    r.message () << '\'' << part << "' is not in: " << text.substr (0, 2000);
    return r;
  }

  // Fails unless f throws an E that says all of these.
  //
  template <typename E, typename F>
  void refuses (F f, std::initializer_list<const char*> parts)
  {
    const std::string text (thrown<E> (f));

    for (const char* p : parts)
      BOOST_TEST (says (text, p));
  }
}

#endif // TESTS_SUPPORT_THROWN_HXX
