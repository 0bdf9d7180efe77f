#ifndef TESTS_DATABASES_GARDEN_HXX
#define TESTS_DATABASES_GARDEN_HXX

#include <memory>
#include <string>
#include <vector>

#include <odb/core.hxx>
#include <odb/lazy-ptr.hxx>

#include <odb_alkey/tracked.hxx>

// Every database has to store these: a row, a row with a table of its own for
// a container, and a reference, which some check only at COMMIT.

#pragma db object callback(track)
struct tree: odb_alkey::tracked<tree>
{
  tree () = default;
  explicit tree (const std::string& n): name (n) {}

#pragma db id auto
  unsigned long id = 0;

  std::string name;
};

#pragma db object callback(track)
struct bed: odb_alkey::tracked<bed>
{
  bed () = default;
  explicit bed (const std::vector<std::string>& p): plants (p) {}

#pragma db id auto
  unsigned long id = 0;

  std::vector<std::string> plants;
};

#pragma db object callback(track)
struct label: odb_alkey::tracked<label>
{
#pragma db id auto
  unsigned long id = 0;

  odb::lazy_shared_ptr<tree> of;
};

#endif // TESTS_DATABASES_GARDEN_HXX
