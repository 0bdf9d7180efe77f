#ifndef TESTS_PACKAGE_COMPILE_MODEL_HXX
#define TESTS_PACKAGE_COMPILE_MODEL_HXX

#include <memory>
#include <ostream>
#include <string>

#include <odb/core.hxx>

#include <odb_alkey/tracked.hxx>

// Classes that the snippets use; wrong where they say so.

#pragma db object callback(track)
class user: public odb_alkey::tracked<user>
{
public:
#pragma db id
  unsigned long id = 0;
};

#pragma db object no_id callback(track)
class visit: public odb_alkey::tracked<visit>
{
public:
  int page = 0;
};

#pragma db object
class untracked
{
public:
#pragma db id
  int id = 0;
};

#pragma db object
class forgotten: public odb_alkey::tracked<forgotten>
{
public:
#pragma db id
  int id = 0;
};

#pragma db object abstract callback(track)
class entity: public odb_alkey::tracked<entity>
{
public:
#pragma db id
  int id = 0;
};

#pragma db object callback(track)
class vehicle: public odb_alkey::tracked<vehicle>
{
public:
#pragma db id
  int id = 0;
};

#pragma db object
class truck: public vehicle
{
public:
  int load = 0;
};

#pragma db object callback(track)
class diary: public odb_alkey::tracked<diary>
{
public:
#pragma db id
  int id = 0;
  std::shared_ptr<user> author;

#ifdef PRIVATE_TOUCHES
private:
#endif
  template <typename Touch>
  void touches (Touch& touch) const
  {
    touch (author);
  }
};

#pragma db object callback(track)
class letter: public odb_alkey::tracked<letter>
{
public:
#pragma db id
  int id = 0;
  int author = 0;

  template <typename Touch>
  void touches (Touch& touch) const
  {
#ifdef TOUCH_OF_A_NUMBER
    touch (author);
#else
    touch (odb_alkey::one<user> (author));
#endif
  }
};

#pragma db view object(user) object(diary)
struct user_count
{
#pragma db column("count(" + user::id + ")")
  unsigned long users = 0;
};

// Not what the author meant by tracked.
//
#pragma db object callback(track)
class copied: public odb_alkey::tracked<user>
{
public:
#pragma db id
  int id = 0;
};

struct serial
{
  std::string value;

  operator bool () const
  {
    return !value.empty ();
  }
};

#ifndef SERIAL_DOES_NOT_PRINT
inline std::ostream& operator<< (std::ostream& o, const serial& s)
{
  return o << s.value;
}
#endif

#pragma db value(serial) type("TEXT")

#pragma db object callback(track)
class part: public odb_alkey::tracked<part>
{
public:
#pragma db id
  serial id;
};

#endif // TESTS_PACKAGE_COMPILE_MODEL_HXX
