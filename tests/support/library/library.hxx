#ifndef TESTS_SUPPORT_LIBRARY_LIBRARY_HXX
#define TESTS_SUPPORT_LIBRARY_LIBRARY_HXX

#include <memory>
#include <string>

#include <odb/core.hxx>
#include <odb/lazy-ptr.hxx>
#include <odb/section.hxx>

#include <odb_alkey/tracked.hxx>

// The smallest model that shows everything the protocol is about: rows, rows
// that belong to rows, and rows that are not tracked at all.

#pragma db object callback(track)
struct shelf: odb_alkey::tracked<shelf>
{
  shelf () = default;
  explicit shelf (const std::string& n): name (n) {}

#pragma db id auto
  unsigned long id = 0;

  std::string name;
};

#pragma db object callback(track) session
struct book: odb_alkey::tracked<book>
{
  book () = default;
  explicit book (const std::string& t): title (t) {}

#pragma db id auto
  unsigned long id = 0;

  std::string title;
  int edition = 1;

#pragma db null
  odb::lazy_shared_ptr<shelf> place;

#pragma db load(lazy) update(manual)
  odb::section details;

#pragma db section(details)
  std::string summary;

  template <typename Touch>
  void touches (Touch& touch) const
  {
    touch (place);
  }
};

// Checked only when the transaction commits.
//
#pragma db object callback(track)
struct loan: odb_alkey::tracked<loan>
{
#pragma db id auto
  unsigned long id = 0;

  unsigned long book_id = 0;
};

#endif // TESTS_SUPPORT_LIBRARY_LIBRARY_HXX
