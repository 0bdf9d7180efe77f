#ifndef TESTS_FAULT_SUPPORT_BOOT_CLOCK_HXX
#define TESTS_FAULT_SUPPORT_BOOT_CLOCK_HXX

namespace workload
{
  // From now on the clock of this process that goes on while the machine
  // sleeps, by which tokens are used without asking, runs at so many per cent
  // of its speed.
  //
  void set_boot_clock_speed (unsigned percent) noexcept;
}

#endif // TESTS_FAULT_SUPPORT_BOOT_CLOCK_HXX
