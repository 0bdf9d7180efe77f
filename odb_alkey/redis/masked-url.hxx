#ifndef ODB_ALKEY_REDIS_MASKED_URL_HXX
#define ODB_ALKEY_REDIS_MASKED_URL_HXX

#include <string>

namespace odb_alkey
{
  namespace redis
  {
    // Returns the URL as it may stand in a log. Every part that could hold a
    // secret is left out, even if the URL makes no sense.
    //
    //   masked_url ("redis://joe:s%40cret@cache:6380");
    //   // redis://***@cache:6380
    //
    std::string masked_url (const std::string& url);
  }
}

#endif // ODB_ALKEY_REDIS_MASKED_URL_HXX
