#ifndef TESTS_FAULT_OUTAGES_FULL_HXX
#define TESTS_FAULT_OUTAGES_FULL_HXX

#include <string>

#include <tests/fault/outages/site.hxx>

namespace outages
{
  // To be called before any server is started: a write that has no room is to
  // fail, and to kill nobody.
  //
  void survive_full_disk ();

  // Makes Redis append all that it does to a file, and write that out as
  // appendfsync says.
  //
  void write_to_disk (site&, const std::string& appendfsync);

  // Lets no file of Redis grow, as on a disk that is full; and makes room
  // again.
  //
  void fill_disk (site&);
  void empty_disk (site&);

  // Limits the memory to less than is used, of which a lot may be evicted
  // under policies that evict something; and takes the limit away. The policy
  // stays, for commits that are in flight, and whose marks were evicted.
  //
  void fill_memory (site&, const std::string& policy);
  void empty_memory (site&);

  // Evicts all tokens that may be under this policy: nothing else is lost.
  //
  void evict_tokens (site&, const std::string& policy);
}

#endif // TESTS_FAULT_OUTAGES_FULL_HXX
