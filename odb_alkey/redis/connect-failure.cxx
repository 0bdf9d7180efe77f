#include <odb_alkey/redis/connect-failure.hxx>

#include <chrono>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/server-error.hxx>

namespace odb_alkey
{
  namespace redis
  {
    bool no_room ()
    {
      try
      {
        throw;
      }
      catch (const server_error& e)
      {
        return e.kind == error_kind::too_many_clients;
      }
      catch (...)
      {
        return false;
      }
    }

    void rethrow (deadline begin, deadline d)
    {
      deadline now (std::chrono::steady_clock::now ());

      try
      {
        throw;
      }
      catch (const not_sent&)
      {
        throw;
      }
      catch (const redis_unavailable& e)
      {
        if (now < d)
          throw;

        throw no_answer (
          e.what (),
          std::chrono::duration_cast<std::chrono::milliseconds> (now - begin));
      }
    }
  }
}
