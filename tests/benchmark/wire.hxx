#ifndef TESTS_BENCHMARK_WIRE_HXX
#define TESTS_BENCHMARK_WIRE_HXX

#include <cstddef>
#include <string>
#include <vector>

#include <odb_alkey/redis/script.hxx>

#include <tests/support/redis-server.hxx>

namespace benchmarks
{
  // The library's requests, to ask Redis for the same by hand: see
  // schema/redis/README.md.

  // The MGET for a key of so many objects, with the ids from 1 on.
  //
  std::vector<std::string> mget (std::size_t n);

  // The call of a script on these tokens, behind the origin, with these
  // arguments, behind those that all scripts on tokens have.
  //
  std::vector<std::string> evalsha (const redis_server&,
                                    const odb_alkey::redis::script&,
                                    const std::vector<std::string>& keys,
                                    const std::vector<std::string>& arguments);
}

#endif // TESTS_BENCHMARK_WIRE_HXX
