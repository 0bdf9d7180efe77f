#ifndef TESTS_SUPPORT_REDIS_COMMANDS_HXX
#define TESTS_SUPPORT_REDIS_COMMANDS_HXX

#include <string>
#include <vector>

#include <odb_alkey/redis/reply.hxx>

namespace tests
{
  // Something that takes commands of Redis: a server, or more of them.
  //
  class redis_commands
  {
  public:
    virtual ~redis_commands () = default;

    virtual odb_alkey::redis::reply
    command (const std::vector<std::string>& words) = 0;
  };
}

#endif // TESTS_SUPPORT_REDIS_COMMANDS_HXX
