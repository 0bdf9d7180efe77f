#ifndef TESTS_SUPPORT_REDIS_SETUP_HXX
#define TESTS_SUPPORT_REDIS_SETUP_HXX

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <odb_alkey/options.hxx>

#include <tests/support/redis-server.hxx>

// Redis servers of tests that are not empty, or do not stand alone.
//
//   redis_server primary (tests::durable (), listen::local_and_tcp);
//   redis_server replica (tests::replica_of (primary), listen::local_and_tcp);
//   tests::await_sync (primary, replica);
//   primary.kill ();
//   tests::promote (replica);
//
namespace tests
{
  // Arguments of a server that has everything that it answered after a
  // restart (), whatever killed it.
  //
  std::vector<std::string> durable ();

  // Arguments of a replica of a server that listens on TCP.
  //
  std::vector<std::string> replica_of (const redis_server& primary);

  // Makes the link, at once if there is one, lead to the server's socket.
  //
  void lead_to (const std::string& link, const redis_server&);

  // Makes a server that runs a replica, and a primary that keeps its data.
  //
  void demote (redis_server&, const redis_server& primary);
  void promote (redis_server&);

  // Waits until the replica has everything that the primary had.
  //
  void await_sync (redis_server& primary, redis_server& replica);

  // Does what redis_server::command does, and throws std::runtime_error if
  // the reply is an error.
  //
  odb_alkey::redis::reply order (redis_commands&,
                                 const std::vector<std::string>& words);

  // CONFIG SET, such as of maxclients.
  //
  void configure (redis_commands&, const std::string& name,
                  const std::string& value);

  // A field of a section of INFO; empty if there is none.
  //
  std::string info (redis_commands&, const std::string& section,
                    const std::string& field);

  // Counts the commands that the server has executed, this one included.
  //
  std::uint64_t commands (redis_commands&);

  // A user that may do what the rules (as of ACL SETUSER) say: "~*", "+get".
  //
  void add_user (redis_commands&, const std::string& name,
                 const std::string& password,
                 const std::vector<std::string>& rules);

  // The user app with the password pw, with the rights that README lists for
  // the usual name space.
  //
  void add_app (redis_commands&);

  // The options of a plugin that waits for longer than a busy machine takes.
  //
  odb_alkey::options patient_options (const std::string& url);
}

#endif // TESTS_SUPPORT_REDIS_SETUP_HXX
