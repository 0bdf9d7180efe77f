#ifndef ODB_ALKEY_TOKENS_ENVIRONMENT_HXX
#define ODB_ALKEY_TOKENS_ENVIRONMENT_HXX

#include <string>

#include <odb_alkey/options.hxx>
#include <odb_alkey/support/counters.hxx>
#include <odb_alkey/support/log.hxx>
#include <odb_alkey/tokens/faults.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // The things that all parts of one plugin share, and that know nothing of
    // each other. Any thread may use them.
    //
    struct environment
    {
      explicit environment (const odb_alkey::options& o)
          : options (o), prefix (o.name_space + ':'), log (o.log)
      {
      }

      // Shared by address.
      //
      environment (const environment&) = delete;
      environment& operator= (const environment&) = delete;

      const odb_alkey::options options;

      // Every Redis key of the library begins with it.
      //
      const std::string prefix;

      support::counters counters;
      support::log log;
      tokens::faults faults;
    };
  }
}

#endif // ODB_ALKEY_TOKENS_ENVIRONMENT_HXX
