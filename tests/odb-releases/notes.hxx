#ifndef TESTS_ODB_RELEASES_NOTES_HXX
#define TESTS_ODB_RELEASES_NOTES_HXX

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

// The id is an enumerator that the database has as text.
//
enum class colour
{
  red,
  green
};

inline std::string text_of (colour c)
{
  return c == colour::red ? "red" : "green";
}

inline colour colour_of (const std::string& s)
{
  return s == "red" ? colour::red : colour::green;
}

#pragma db map type(colour) as(std::string) to(text_of(?)) from(colour_of(?))

#pragma db object callback(track)
struct marker: odb_alkey::tracked<marker>
{
#pragma db id
  colour id = colour::red;

  int count = 0;
};

#endif // TESTS_ODB_RELEASES_NOTES_HXX
