// values of this type cannot be stored: specialise odb_alkey::codec for it
//
#include <odb_alkey/cache.hxx>

#include "snippet.hxx"

struct rating
{
  int stars;
};

void value_without_codec (odb_alkey::cache& cache)
{
  cache.fetch (odb_alkey::args (1),
               [] { return EITHER (rating ().stars, rating ()); });
}
