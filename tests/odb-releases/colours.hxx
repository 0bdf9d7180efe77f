#ifndef TESTS_ODB_RELEASES_COLOURS_HXX
#define TESTS_ODB_RELEASES_COLOURS_HXX

#include <string>

#include <odb/core.hxx>

#include <odb_alkey/tracked.hxx>

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

#endif // TESTS_ODB_RELEASES_COLOURS_HXX
