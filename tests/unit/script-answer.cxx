#include <odb_alkey/tokens/script-answer.hxx>

#include <string>

#include <boost/test/unit_test.hpp>

using namespace odb_alkey::detail;
using namespace odb_alkey::tokens;

namespace
{
  const std::string origin_text ("00000000000000ff 17 f00d -");

  bool parses (const std::string& s, script_answer& a)
  {
    return parse (s.data (), s.size (), 0xabc, a);
  }
}

BOOST_AUTO_TEST_SUITE (script_answers)

BOOST_AUTO_TEST_CASE (an_answer_is_tied_to_its_call)
{
  const std::string whole ("0000000000000abc " + origin_text);
  script_answer a;
  BOOST_TEST (parses (whole, a));
  BOOST_TEST (a.origin.now.epoch == 255U);
  BOOST_TEST (a.origin.now.clock == 17U);
  BOOST_TEST (a.origin.written_by ("f00d"));
  BOOST_TEST (a.replaced == 0U);

  for (const char* tie : {"", "0000000000000abd ", "0000000000000abc",
                          "0000000000000abc\n", "0000000000000ABC "})
    BOOST_TEST (!parses (tie + origin_text, a), tie);

  BOOST_TEST (!parses ("0000000000000abc", a));
  BOOST_TEST (!parses ("0000000000000abc ", a));
}

BOOST_AUTO_TEST_CASE (the_first_of_what_was_replaced_is_named)
{
  const std::string begin ("0000000000000abc " + origin_text);
  script_answer a;
  BOOST_TEST (parses (begin + " 5-0-1\n12 alkey:a b\n", a));
  BOOST_TEST (a.origin.fences.any ());
  BOOST_TEST (a.replaced == 12U);
  BOOST_TEST (a.first == "alkey:a b");
  BOOST_TEST (!a.others.any ());

  for (const char* line :
       {"\n", "\n12", "\n ", "\n key\n", "\nx key\n", "\n12key\n", "\n12 key"})
    BOOST_TEST (!parses (begin + line, a), line);
}

BOOST_AUTO_TEST_CASE (fences_of_others_are_told)
{
  const std::string begin ("0000000000000abc " + origin_text);
  const std::string text (begin + "\n0 \n 7-3-150 9-4-150");
  script_answer a;
  BOOST_TEST (parses (text, a));
  BOOST_TEST (a.replaced == 0U);
  BOOST_TEST (std::string (a.others.text, a.others.size) ==
              " 7-3-150 9-4-150");

  for (const char* line : {"\n0 \n7-3-150", "\n0 \n 7-3", "\n0 \n "})
    BOOST_TEST (!parses (begin + line, a), line);
}

BOOST_AUTO_TEST_SUITE_END ()
