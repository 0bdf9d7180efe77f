#ifndef TESTS_ODB_RELEASES_PARCELS_HXX
#define TESTS_ODB_RELEASES_PARCELS_HXX

#include <string>

#include <odb/core.hxx>

#include <odb_alkey/tracked.hxx>

#pragma db object callback(track) bulk(3)
struct parcel: odb_alkey::tracked<parcel>
{
  parcel () = default;
  explicit parcel (unsigned long i): id (i) {}

#pragma db id
  unsigned long id = 0;

  int weight = 0;
};

// The database makes the ids.
//
#pragma db object callback(track) bulk(3)
struct letter: odb_alkey::tracked<letter>
{
#pragma db id auto
  unsigned long id = 0;

  int weight = 0;
};

#endif // TESTS_ODB_RELEASES_PARCELS_HXX
