#include <tests/fault/stress/client.hxx>

#include <chrono>

#include <odb_alkey/exception.hxx>

namespace redis = odb_alkey::redis;

namespace stress
{
  namespace
  {
    const std::chrono::seconds patience (20);
  }

  client::client (const std::string& redis_url)
      : endpoint_ (redis::parse_url (redis_url))
  {
  }

  redis::reply client::command (const std::vector<std::string>& words)
  {
    redis::request r;
    r.command (words.size ());

    for (const std::string& w : words)
      r.argument (w);

    for (int tries (0);; ++tries)
    {
      redis::deadline d (std::chrono::steady_clock::now () + patience);

      try
      {
        if (connection_ == nullptr || connection_->broken ())
          connection_.reset (new redis::connection (
            endpoint_, redis::timeouts {patience, patience}, d));

        connection_->send (r, d);
        return connection_->receive (d);
      }
      catch (const odb_alkey::redis_unavailable&)
      {
        if (tries == 10)
          throw;
      }
    }
  }
}
