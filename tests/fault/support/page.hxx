#ifndef TESTS_FAULT_SUPPORT_PAGE_HXX
#define TESTS_FAULT_SUPPORT_PAGE_HXX

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/cache.hxx>
#include <odb_alkey/key.hxx>
#include <odb_alkey/plugin.hxx>

#include <tests/fault/support/database.hxx>
#include <tests/fault/support/subject.hxx>

struct box;
struct item;

namespace workload
{
  // Something that readers make of rows, cache, and make keys of: it shows
  // the editions of its subjects.
  //
  struct page
  {
    enum class kind
    {
      items,     // of some items
      box,       // of a box and what is in it
      table,     // of all items
      catalogue, // of all items, with one of them at the head
      everything
    };

    unsigned number;
    kind what;
    std::vector<subject> subjects;

    std::uint64_t bits () const;

    // Its part of what is known of all subjects.
    //
    editions part (const editions&) const;
  };

  // All pages that there are; at most 64.
  //
  const std::vector<page>& pages ();

  // The objects that were loaded to make a page.
  //
  struct contents
  {
    editions shown;

    // The objects that a key can be made of: those of the page, but of a page
    // of all items only the one at its head.
    //
    std::vector<std::shared_ptr<item>> items;
    std::shared_ptr<::box> box;

    // True if a key of these objects says all that there is to say, so that
    // it may be made after the transaction.
    //
    bool keyed = false;
  };

  // Load the page in the caller's transaction, and call next between
  // statements.
  //
  contents load (
    const page&, odb::database&, const std::function<void ()>& next = [] {});
  contents load (const page&, reading&);

  // The arguments of its key, and the key: by objects, if there are contents
  // and a key of them says all, else by identifiers. They are equal.
  //
  odb_alkey::detail::written_arguments arguments_of (const page&,
                                                     const contents*);
  odb_alkey::key key_of (const odb_alkey::plugin&, const page&,
                         const contents*);

  // The identifier of an object, and those that a page's key depends on.
  //
  std::string identifier (subject);
  std::vector<std::string> identifiers (const page&);
}

#endif // TESTS_FAULT_SUPPORT_PAGE_HXX
