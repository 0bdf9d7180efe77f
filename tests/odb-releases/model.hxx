#ifndef TESTS_ODB_RELEASES_MODEL_HXX
#define TESTS_ODB_RELEASES_MODEL_HXX

#include <string>

#if __cplusplus >= 201703L
  #include <optional>
#endif

#include <odb/core.hxx>
#include <odb/nullable.hxx>

#include <odb_alkey/tracked.hxx>

#pragma db object callback(track)
struct note: odb_alkey::tracked<note>
{
#pragma db id auto
  unsigned long id = 0;

  std::string text;
};

// A part of a value is the id.
//
#pragma db value
struct place
{
  std::string shelf;
  int position = 0;
};

#pragma db object callback(track)
struct folder: odb_alkey::tracked<folder>
{
#pragma db id(shelf)
  place where;

  int pages = 0;
};

// The id has a wrapper.
//
#pragma db object callback(track)
struct label: odb_alkey::tracked<label>
{
#pragma db id
  odb::nullable<int> id;

#if __cplusplus >= 201703L
  std::optional<std::string> text;
#else
  odb::nullable<std::string> text;
#endif
};

#endif // TESTS_ODB_RELEASES_MODEL_HXX
