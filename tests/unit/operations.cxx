#include <odb_alkey/changes/operations.hxx>

#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

using odb_alkey::identifier;
using odb_alkey::detail::change_set;
using odb_alkey::detail::operations;
using odb_alkey::detail::statement_meaning;
using odb_alkey::detail::statement_ptr;
using odb_alkey::detail::table_effect;
using odb_alkey::sql::verb;

namespace
{
  // A statement on the table of a class.
  //
  statement_ptr on (const std::string& table)
  {
    std::shared_ptr<statement_meaning> m (
      std::make_shared<statement_meaning> ());
    table_effect e;
    e.owners.push_back (table);
    e.changes.push_back (identifier::sweep (table));
    m->tables.push_back (e);
    return m;
  }

  struct fixture
  {
    bool swept (const std::string& table) const
    {
      std::string i ("alkey:" + table + "#1");
      return set.covers (odb_alkey::detail::view (i.data (), i.size ()));
    }

    bool noted (const std::string& table) const
    {
      std::string i ("alkey:" + table + "#1");
      return open.covers (odb_alkey::detail::view (i.data (), i.size ()));
    }

    operations open;
    change_set set;
    int a = 0;
    int b = 0;
    const std::string users {"users"};
    const std::string posts {"posts"};
  };
}

BOOST_FIXTURE_TEST_SUITE (operations_in_progress, fixture)

BOOST_AUTO_TEST_CASE (what_succeeds_sweeps_nothing)
{
  BOOST_TEST (!open.note (on ("users")));
  open.begin (&a, users, verb::update, set);
  BOOST_TEST (open.note (on ("users")));
  BOOST_TEST (noted ("users"));
  BOOST_TEST (open.end (&a, set) == 0U);
  BOOST_TEST (!noted ("users"));
  BOOST_TEST (set.empty ());
  BOOST_TEST (!open.note (on ("users")));
}

BOOST_AUTO_TEST_CASE (a_statement_of_another_class_is_not_its_own)
{
  open.begin (&a, users, verb::update, set);
  BOOST_TEST (!open.note (on ("posts")));

  std::shared_ptr<statement_meaning> both (
    std::make_shared<statement_meaning> (*on ("users")));
  both->tables.push_back (on ("posts")->tables.front ());
  BOOST_TEST (!open.note (both));

  std::shared_ptr<statement_meaning> anything (
    std::make_shared<statement_meaning> (*on ("users")));
  anything->anything = true;
  BOOST_TEST (!open.note (anything));

  // Of nobody's table, or of one that may be of several.
  //
  BOOST_TEST (open.note (std::make_shared<statement_meaning> ()));

  std::shared_ptr<statement_meaning> shared (
    std::make_shared<statement_meaning> (*on ("users")));
  shared->tables.front ().owners.push_back ("posts");
  BOOST_TEST (!open.note (shared));
  shared->tables.front ().guessed = true;
  BOOST_TEST (open.note (shared));
}

BOOST_AUTO_TEST_CASE (what_failed_is_given_up_at_the_end)
{
  open.begin (&a, users, verb::update, set);
  open.note (on ("users"));
  BOOST_TEST (open.give_up (set) == 1U);
  BOOST_TEST (swept ("users"));
  BOOST_TEST (open.give_up (set) == 0U);
}

BOOST_AUTO_TEST_CASE (what_failed_within_another_is_given_up_with_it)
{
  open.begin (&a, users, verb::update, set);
  open.note (on ("users"));
  open.begin (&b, posts, verb::update, set);
  open.note (on ("posts"));
  BOOST_TEST (open.end (&a, set) == 1U);
  BOOST_TEST (swept ("posts"));
  BOOST_TEST (!swept ("users"));
}

BOOST_AUTO_TEST_CASE (what_succeeds_within_another_leaves_it_open)
{
  open.begin (&a, users, verb::update, set);
  open.note (on ("users"));
  open.begin (&b, posts, verb::update, set);
  open.note (on ("posts"));
  open.end (&b, set);
  BOOST_TEST (open.note (on ("users")));
  BOOST_TEST (!noted ("posts"));
  open.end (&a, set);
  BOOST_TEST (set.empty ());
}

BOOST_AUTO_TEST_CASE (the_same_object_again_shows_that_it_failed)
{
  open.begin (&a, users, verb::update, set);
  open.note (on ("users"));
  open.begin (&b, posts, verb::update, set);
  open.note (on ("posts"));
  BOOST_TEST (open.begin (&a, users, verb::update, set) == 2U);
  BOOST_TEST (swept ("users"));
  BOOST_TEST (swept ("posts"));
  open.note (on ("users"));
  BOOST_TEST (open.end (&a, set) == 0U);
}

BOOST_AUTO_TEST_CASE (the_end_of_what_did_not_begin_ends_all)
{
  open.begin (&a, users, verb::update, set);
  open.note (on ("users"));
  BOOST_TEST (open.end (&b, set) == 1U);
  BOOST_TEST (swept ("users"));
}

BOOST_AUTO_TEST_SUITE_END ()
