#ifndef TESTS_DATABASES_FAMILY_HXX
#define TESTS_DATABASES_FAMILY_HXX

#include <cstddef>
#include <cstring>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <odb/core.hxx>
#include <odb/lazy-ptr.hxx>
#include <odb/nullable.hxx>

#include <odb_alkey/tracked.hxx>

// Objects that the database erases or changes with those that they refer to.

namespace family
{
#pragma db object callback(track)
  struct house: odb_alkey::tracked<house>
  {
#pragma db id
    int id = 1;
    std::vector<std::string> rooms {"kitchen"};
  };

#pragma db object callback(track)
  struct person: odb_alkey::tracked<person>
  {
#pragma db id
    int id = 1;

#pragma db on_delete(cascade)
    odb::lazy_shared_ptr<house> home;
  };

  // One level further, and only within a hierarchy.
  //
#pragma db object polymorphic callback(track)
  struct animal: odb_alkey::tracked<animal>
  {
    virtual ~animal () = default;

#pragma db id
    int id = 1;

#pragma db on_delete(cascade)
    odb::lazy_shared_ptr<person> of;
  };

#pragma db object
  struct dog: animal
  {
    int legs = 4;
  };

#pragma db object callback(track)
  struct collar: odb_alkey::tracked<collar>
  {
#pragma db id
    int id = 1;

#pragma db on_delete(set_null)
    odb::lazy_shared_ptr<dog> on;
  };

#pragma db object callback(track)
  struct club: odb_alkey::tracked<club>
  {
#pragma db id
    int id = 1;

#pragma db on_delete(cascade)
    std::vector<odb::lazy_shared_ptr<person>> members;
  };

#pragma db object callback(track)
  struct letter: odb_alkey::tracked<letter>
  {
#pragma db id
    int id = 1;

#pragma db on_delete(set_null)
    std::vector<odb::lazy_shared_ptr<person>> to;
  };

  // It has nothing to do with the others.
  //
#pragma db object callback(track)
  struct star: odb_alkey::tracked<star>
  {
#pragma db id
    int id = 1;
  };

  // An id of any bytes.
  //
#pragma db value
  struct digest
  {
#pragma db sqlite : type("BLOB") pgsql : type("BYTEA")                        \
  mysql : type("BINARY(16)") column("")
    char bytes[16];
  };

  inline std::ostream& operator<< (std::ostream& o, const digest& d)
  {
    static const char digits[] = "0123456789abcdef";

    for (char c : d.bytes)
      o << digits[static_cast<unsigned char> (c) >> 4]
        << digits[static_cast<unsigned char> (c) & 15];

    return o;
  }

  inline bool operator<(const digest& a, const digest& b)
  {
    return std::memcmp (a.bytes, b.bytes, sizeof (a.bytes)) < 0;
  }

  // An id of every kind of member, which does not print.
  //
  enum class grade
  {
    low,
    high
  };

#pragma db value
  struct spot
  {
    std::string name;
    grade of = grade::low;
  };

#pragma db value
  struct mark
  {
    bool set = false;
    short small = 0;
    int middle = 0;
    unsigned positive = 0;
    long long large = 0;
    double real = 0;
    spot at;
    odb::nullable<int> last = 0;
  };

#pragma db object callback(track)
  struct marked: odb_alkey::tracked<marked>
  {
#pragma db id
    mark id;
    int size = 0;
  };

#pragma db object callback(track)
  struct file: odb_alkey::tracked<file>
  {
#pragma db id
    digest id;
    int size = 0;
  };
}

#endif // TESTS_DATABASES_FAMILY_HXX
