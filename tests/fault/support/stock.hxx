#ifndef TESTS_FAULT_SUPPORT_STOCK_HXX
#define TESTS_FAULT_SUPPORT_STOCK_HXX

#include <cstdint>

#include <odb/core.hxx>

#include <odb_alkey/tracked.hxx>

// Writers change it and readers cache it. Items come, change, move from box to
// box and go. The ledger says how often each thing was written in committed
// transactions; it outlives the items, so that its numbers only grow.

#pragma db object callback(track)
struct box: odb_alkey::tracked<box>
{
  box () = default;
  explicit box (unsigned long i): id (i) {}

#pragma db id
  unsigned long id = 0;

  std::uint64_t edition = 0;
};

#pragma db object callback(track)
struct item: odb_alkey::tracked<item>
{
  item () = default;
  item (unsigned long i, std::uint64_t e, unsigned long b)
      : id (i), edition (e), box_id (b)
  {
  }

#pragma db id
  unsigned long id = 0;

  // The ledger had this number when a transaction wrote the item last.
  //
  std::uint64_t edition = 0;

  unsigned long box_id = 0;

  template <typename Touch>
  void touches (Touch& touch) const
  {
    touch (odb_alkey::one<box> (box_id));
  }
};

// It is not tracked.
//
#pragma db object
struct ledger
{
  ledger () = default;
  explicit ledger (unsigned long i): id (i) {}

#pragma db id
  unsigned long id = 0;

  // An item's is the number of its writes. A box's is the number of writes of
  // it and of items that were in it before or after.
  //
  std::uint64_t edition = 0;
};

#endif // TESTS_FAULT_SUPPORT_STOCK_HXX
