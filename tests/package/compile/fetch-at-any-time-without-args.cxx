// fetch takes a list of arguments or a key first: put args (...) around what
// the value is made of
//
#include "snippet.hxx"

#include <chrono>
#include <string>

#include <odb_alkey/cache.hxx>

void fetch_at_any_time_without_args (odb_alkey::cache& cache)
{
  auto f = []
  {
    return std::string ("v");
  };
  cache.fetch (EITHER (odb_alkey::args (odb_alkey::one<user> (7)),
                       odb_alkey::one<user> (7)),
               f);
}
