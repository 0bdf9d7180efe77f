#include <odb_alkey/detail/recycled.hxx>

#include <cstddef>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

using odb_alkey::detail::recycled;

namespace
{
  // Each test has memory of its own.
  //
  template <int>
  struct use
  {
  };
}

BOOST_AUTO_TEST_SUITE (reused_memory)

BOOST_AUTO_TEST_CASE (the_next_one_is_empty_and_has_the_memory)
{
  typedef recycled<std::vector<int>, use<0>> numbers;
  const int* first;
  {
    numbers v;
    v.assign (100, 7);
    first = v.data ();
  }

  numbers v;
  BOOST_TEST (v.empty ());
  BOOST_TEST (v.capacity () >= 100U);
  BOOST_TEST (v.data () == first);
}

BOOST_AUTO_TEST_CASE (two_at_a_time_have_memory_of_their_own)
{
  typedef recycled<std::string, use<1>> text;
  text a;
  a.assign (100, 'a');
  {
    text b;
    b.assign (200, 'b');
    BOOST_TEST (a == std::string (100, 'a'));
  }
  BOOST_TEST (a == std::string (100, 'a'));
}

BOOST_AUTO_TEST_CASE (what_is_moved_keeps_its_contents)
{
  typedef recycled<std::string, use<2>> text;
  text a;
  a.assign (100, 'a');
  text b (std::move (a));
  BOOST_TEST (b == std::string (100, 'a'));
}

BOOST_AUTO_TEST_CASE (much_is_not_kept)
{
  typedef recycled<std::string, use<3>> text;
  {
    text a;
    a.assign (std::size_t (1024 * 1024), 'a');
  }

  BOOST_TEST (text ().capacity () < 1024U);
}

namespace
{
  typedef recycled<std::string, use<4>> late_text;

  // Lives longer than the memory, which was made after it.
  //
  struct user
  {
    ~user ()
    {
      late_text t;
      t.assign (100, 't');
      *result = t.size ();
    }

    std::size_t* result;
  };
}

BOOST_AUTO_TEST_CASE (a_thread_that_ends_can_still_use_it)
{
  std::size_t n (0);

  std::thread (
    [&n]
    {
      thread_local user u;
      u.result = &n;
      late_text t;
      t.assign (50, 't');
    })
    .join ();

  BOOST_TEST (n == 100U);
}

BOOST_AUTO_TEST_SUITE_END ()
