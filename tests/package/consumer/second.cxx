#include "public-headers.hxx"

#include "person-odb.hxx"

odb_alkey::key key_of_second_source (const odb_alkey::plugin& alkey,
                                     const person& p)
{
  return alkey.cache_key (p, odb_alkey::all<person> (), "profile", 1);
}
