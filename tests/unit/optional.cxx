#include <odb_alkey/detail/optional.hxx>

#include <cstddef>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

using odb_alkey::detail::optional;

namespace
{
  // Counts those that are there. Throws when it is moved, if it is to.
  //
  struct counted
  {
    static int there;

    explicit counted (bool b): throws (b)
    {
      ++there;
    }

    counted (counted&& c): throws (c.throws)
    {
      if (throws)
        throw std::runtime_error ("moved");

      ++there;
    }

    ~counted ()
    {
      --there;
    }

    bool throws;
  };

  int counted::there = 0;

  // Is allocated in a way of its own.
  //
  struct pooled
  {
    static void* operator new (std::size_t) = delete;
    static void operator delete (void*) {}

    int number;
  };
}

BOOST_AUTO_TEST_SUITE (maybe_there)

BOOST_AUTO_TEST_CASE (a_value_takes_the_place_of_another_one)
{
  {
    optional<counted> m;
    BOOST_TEST (!m);

    m.set (counted (false));
    m.set (counted (false));
    BOOST_TEST (!!m);
    BOOST_TEST (counted::there == 1);
  }

  BOOST_TEST (counted::there == 0);
}

BOOST_AUTO_TEST_CASE (nothing_is_there_if_moving_throws)
{
  {
    optional<counted> m;
    m.set (counted (false));
    BOOST_CHECK_THROW (m.set (counted (true)), std::runtime_error);
    BOOST_TEST (!m);
    BOOST_TEST (counted::there == 0);
  }

  BOOST_TEST (counted::there == 0);
}

BOOST_AUTO_TEST_CASE (a_value_is_made_of_what_it_can_be_made_of)
{
  const std::string name ("shelf");
  optional<std::string> copied;
  copied.set (name);
  BOOST_TEST (copied.get () == "shelf");
  copied.set ("book");
  BOOST_TEST (copied.get () == "book");

  std::unique_ptr<int> p (new int (7));
  optional<std::shared_ptr<int>> moved;
  moved.set (std::move (p));
  BOOST_TEST (*moved.get () == 7);
}

BOOST_AUTO_TEST_CASE (how_a_class_is_allocated_does_not_matter)
{
  optional<pooled> m;
  m.set (pooled {7});
  BOOST_TEST (m.get ().number == 7);
}

BOOST_AUTO_TEST_SUITE_END ()
