#ifndef TESTS_FAULT_STRESS_CLIENT_HXX
#define TESTS_FAULT_STRESS_CLIENT_HXX

#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/redis/connection.hxx>

namespace stress
{
  // Sends commands to Redis that may be sent twice: connections are cut now
  // and then, on purpose.
  //
  class client
  {
  public:
    explicit client (const std::string& redis_url);

    odb_alkey::redis::reply command (const std::vector<std::string>&);

  private:
    odb_alkey::redis::endpoint endpoint_;
    std::unique_ptr<odb_alkey::redis::connection> connection_;
  };
}

#endif // TESTS_FAULT_STRESS_CLIENT_HXX
