#include <odb_alkey/changes/operations.hxx>

#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

using odb_alkey::identifier;
using odb_alkey::changes::change_set;
using odb_alkey::changes::operations;
using odb_alkey::changes::statement_meaning;
using odb_alkey::changes::statement_ptr;
using odb_alkey::changes::table_effect;
using odb_alkey::detail::row_id;
using odb_alkey::sql::verb;

namespace
{
  // A statement on the table of a class.
  //
  statement_ptr on (const std::string& table)
  {
    auto m (std::make_shared<statement_meaning> ());
    table_effect e;
    e.owners.push_back ({table, {identifier::sweep (table)}});
    m->tables.push_back (e);
    return m;
  }

  template <typename T>
  bool covers (const T& changes, const std::string& table)
  {
    std::string i ("alkey:" + table + "#1");
    return changes.covers (odb_alkey::detail::view (i.data (), i.size ()));
  }

  struct fixture
  {
    bool swept (const std::string& table) const
    {
      return covers (set, table);
    }

    bool noted (const std::string& table) const
    {
      return covers (open, table);
    }

    // An operation on an object of this class begins. It executes a statement
    // on its table.
    //
    std::size_t begin (const void* object, const std::string& table)
    {
      std::size_t n (
        open.begin (object, table, verb::update, row_id::known, set));
      open.note (on (table));
      return n;
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
  open.begin (&a, users, verb::update, row_id::known, set);
  BOOST_TEST (open.note (on ("users")));
  BOOST_TEST (noted ("users"));
  BOOST_TEST (open.end (&a, set) == 0U);
  BOOST_TEST (!noted ("users"));
  BOOST_TEST (set.empty ());
  BOOST_TEST (!open.note (on ("users")));
}

BOOST_AUTO_TEST_CASE (a_bulk_operation_sweeps_nothing)
{
  open.begin (&a, users, verb::update, row_id::known, set);
  open.begin (&b, users, verb::update, row_id::known, set);
  BOOST_TEST (open.note (on ("users")));
  BOOST_TEST (open.end (&a, set) == 0U);
  BOOST_TEST (noted ("users"));
  BOOST_TEST (open.end (&b, set) == 0U);
  BOOST_TEST (!noted ("users"));
  BOOST_TEST (set.empty ());
}

// The second object of the bulk operation failed.
//
BOOST_AUTO_TEST_CASE (a_bulk_operation_that_is_half_done_sweeps)
{
  open.begin (&a, users, verb::update, row_id::known, set);
  open.begin (&b, users, verb::update, row_id::known, set);
  BOOST_TEST (open.note (on ("users")));
  BOOST_TEST (open.end (&a, set) == 0U);
  BOOST_TEST (open.give_up (set) == 1U);
  BOOST_TEST (swept ("users"));
}

// The operations within it do something else, so that they have failed.
//
BOOST_AUTO_TEST_CASE (others_within_an_operation_are_no_bulk_operation)
{
  open.begin (&a, users, verb::update, row_id::known, set);
  open.begin (&b, users, verb::erase, row_id::known, set);
  BOOST_TEST (open.note (on ("users")));
  BOOST_TEST (open.end (&a, set) == 1U);
  BOOST_TEST (swept ("users"));
}

BOOST_AUTO_TEST_CASE (a_statement_of_another_class_is_not_its_own)
{
  open.begin (&a, users, verb::update, row_id::known, set);
  BOOST_TEST (!open.note (on ("posts")));

  auto both (std::make_shared<statement_meaning> (*on ("users")));
  both->tables.push_back (on ("posts")->tables.front ());
  BOOST_TEST (!open.note (both));

  auto anything (std::make_shared<statement_meaning> (*on ("users")));
  anything->unknown_tables = true;
  BOOST_TEST (!open.note (anything));

  // Its table belongs to no class.
  //
  BOOST_TEST (open.note (std::make_shared<statement_meaning> ()));
}

BOOST_AUTO_TEST_CASE (a_table_of_several_classes_is_its_own_and_the_others)
{
  auto shared (std::make_shared<statement_meaning> (*on ("users")));
  shared->tables.front ().owners.push_back (
    on ("posts")->tables.front ().owners.front ());
  auto beside = [&]
  {
    std::string r;
    shared->each_change_beside ("users",
                                [&] (const identifier& i) { r += i.str (); });
    return r;
  };

  open.begin (&a, users, verb::update, row_id::known, set);
  const std::string* own (open.note (shared));
  BOOST_REQUIRE (own != nullptr);
  BOOST_TEST (*own == users);
  BOOST_TEST (shared->shared ());
  BOOST_TEST (beside () == "alkey:posts#!");

  // A table that is only guessed may be one too many.
  //
  shared->tables.front ().guessed = true;
  BOOST_TEST (open.note (shared));
  BOOST_TEST (!shared->shared ());
  BOOST_TEST (beside () == "");
}

BOOST_AUTO_TEST_CASE (what_failed_is_given_up_at_the_end)
{
  begin (&a, users);
  BOOST_TEST (open.give_up (set) == 1U);
  BOOST_TEST (swept ("users"));
  BOOST_TEST (open.give_up (set) == 0U);
}

BOOST_AUTO_TEST_CASE (what_failed_within_another_is_given_up_with_it)
{
  begin (&a, users);
  begin (&b, posts);
  BOOST_TEST (open.end (&a, set) == 1U);
  BOOST_TEST (swept ("posts"));
  BOOST_TEST (!swept ("users"));
}

BOOST_AUTO_TEST_CASE (what_succeeds_within_another_leaves_it_open)
{
  begin (&a, users);
  begin (&b, posts);
  open.end (&b, set);
  BOOST_TEST (open.note (on ("users")));
  BOOST_TEST (!noted ("posts"));
  open.end (&a, set);
  BOOST_TEST (set.empty ());
}

BOOST_AUTO_TEST_CASE (the_same_object_again_shows_that_it_failed)
{
  begin (&a, users);
  begin (&b, posts);
  BOOST_TEST (begin (&a, users) == 2U);
  BOOST_TEST (swept ("users"));
  BOOST_TEST (swept ("posts"));
  BOOST_TEST (open.end (&a, set) == 0U);
}

BOOST_AUTO_TEST_CASE (the_end_of_what_did_not_begin_ends_all)
{
  begin (&a, users);
  BOOST_TEST (open.end (&b, set) == 1U);
  BOOST_TEST (swept ("users"));
}

BOOST_AUTO_TEST_CASE (the_innermost_tells_whether_a_row_is_to_come)
{
  BOOST_TEST ((open.row_to_come () == nullptr));
  open.begin (&a, users, verb::insert, row_id::to_come, set);
  BOOST_TEST ((open.row_to_come () == &users));
  open.begin (&b, posts, verb::insert, row_id::known, set);
  BOOST_TEST ((open.row_to_come () == nullptr));
  open.end (&b, set);
  BOOST_TEST ((open.row_to_come () == &users));
  open.end (&a, set);
  BOOST_TEST ((open.row_to_come () == nullptr));
}

BOOST_AUTO_TEST_SUITE_END ()
