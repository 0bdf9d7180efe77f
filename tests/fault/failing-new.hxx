#ifndef TESTS_FAULT_FAILING_NEW_HXX
#define TESTS_FAULT_FAILING_NEW_HXX

namespace tests
{
  // Makes the n-th allocation of this thread from now on fail, the first
  // being number 0, and all that follow it if they are to.
  //
  void fail_allocation (int n, bool all_that_follow) noexcept;

  // Ends it. True if an allocation has failed.
  //
  bool allocation_failed () noexcept;
}

#endif // TESTS_FAULT_FAILING_NEW_HXX
