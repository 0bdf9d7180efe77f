#ifndef TESTS_BENCHMARK_PREPARED_STATEMENT_HXX
#define TESTS_BENCHMARK_PREPARED_STATEMENT_HXX

#include <odb/connection.hxx>
#include <odb/statement.hxx>

namespace benchmarks
{
  // One with a text of ODB's, as ODB hands it to tracers.
  //
  class prepared_statement final: public odb::statement
  {
  public:
    prepared_statement (odb::connection& c, const char* text)
        : connection_ (c), text_ (text)
    {
    }

    const char* text () const override
    {
      return text_;
    }

    odb::connection& connection () override
    {
      return connection_;
    }

  private:
    odb::connection& connection_;
    const char* text_;
  };
}

#endif // TESTS_BENCHMARK_PREPARED_STATEMENT_HXX
