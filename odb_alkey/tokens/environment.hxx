#ifndef ODB_ALKEY_TOKENS_ENVIRONMENT_HXX
#define ODB_ALKEY_TOKENS_ENVIRONMENT_HXX

#include <string>

#include <odb_alkey/options.hxx>
#include <odb_alkey/support/counters.hxx>
#include <odb_alkey/support/log.hxx>
#include <odb_alkey/tokens/faults.hxx>
#include <odb_alkey/tokens/table-traffic.hxx>

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
          : options (o), prefix ('{' + o.name_space + "}:"),
            value_prefix (o.name_space + ':'), log (o.log)
      {
      }

      // Shared by address.
      //
      environment (const environment&) = delete;
      environment& operator= (const environment&) = delete;

      const odb_alkey::options options;

      // The Redis keys of the protocol begin with the first: tokens, the
      // origin and the commits. A cluster chooses the slot of a key by the
      // part in braces, so all of them are in one slot, as a script that
      // writes several at once demands. Values and leases begin with the
      // second. They have other braces, so that they are spread over all
      // slots.
      //
      const std::string prefix;
      const std::string value_prefix;

      // Where nobody is asked, one for all threads would hold them up.
      //
      support::striped<support::counters> counters;

      table_traffic traffic;
      support::log log;
      tokens::faults faults;
    };
  }
}

#endif // ODB_ALKEY_TOKENS_ENVIRONMENT_HXX
