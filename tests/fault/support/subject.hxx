#ifndef TESTS_FAULT_SUPPORT_SUBJECT_HXX
#define TESTS_FAULT_SUPPORT_SUBJECT_HXX

#include <cstdint>
#include <vector>

namespace workload
{
  // The things that have a number in the ledger: items, then boxes, from 0
  // on. They fit into the bits of one integer.
  //
  typedef unsigned subject;

  const subject item_count = 24;
  const subject box_count = 4;
  const subject subject_count = item_count + box_count;

  // The first items are never erased.
  //
  const subject permanent_count = 4;

  inline unsigned long ledger_id (subject s)
  {
    return s + 1;
  }

  inline unsigned long item_id (subject s)
  {
    return s + 1;
  }

  inline unsigned long box_id (subject s)
  {
    return s - item_count + 1;
  }

  inline subject subject_of_box (unsigned long id)
  {
    return static_cast<subject> (id) - 1 + item_count;
  }

  inline std::uint64_t bit (unsigned n)
  {
    return std::uint64_t (1) << n;
  }

  // Editions, of all subjects or of those of one page.
  //
  typedef std::vector<std::uint64_t> editions;

  // Transactions that are going to be rolled back add this to what they write:
  // so much is never committed.
  //
  const std::uint64_t phantom = std::uint64_t (1) << 40;
}

#endif // TESTS_FAULT_SUPPORT_SUBJECT_HXX
