#ifndef ODB_ALKEY_TOKENS_TOKEN_READER_HXX
#define ODB_ALKEY_TOKENS_TOKEN_READER_HXX

#include <string>
#include <vector>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/stamp.hxx>
#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/tokens/environment.hxx>
#include <odb_alkey/tokens/reading.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    class extra_keys;
    class extra_values;
    class near_tables;
    class read_plan;
    class recovery;
    class script_runner;

    // Reads tokens. Lets a script create those that are missing and heal those
    // whose fences are over, and leases those of near tables.
    //
    // Any thread may use it.
    //
    class token_reader
    {
    public:
      // All of these must outlive it.
      //
      token_reader (tokens::environment&, script_runner&, recovery&,
                    near_tables&);

      // See token_store::read ().
      //
      bool read (const std::vector<detail::identifier_view>&, reading&,
                 const extra_keys*, extra_values*) noexcept;

    private:
      void repair (redis::connection&, const read_plan&,
                   const std::string& over, reading&, redis::deadline);
      void confirm (redis::connection&, const read_plan&,
                    const detail::stamp& before, const std::string& over,
                    reading&, redis::deadline);

      tokens::environment& environment_;
      script_runner& scripts_;
      recovery& recovery_;
      near_tables& near_;
    };
  }
}

#endif // ODB_ALKEY_TOKENS_TOKEN_READER_HXX
