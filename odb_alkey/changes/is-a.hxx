#ifndef ODB_ALKEY_CHANGES_IS_A_HXX
#define ODB_ALKEY_CHANGES_IS_A_HXX

#include <typeinfo>

namespace odb_alkey
{
  namespace changes
  {
    // Whether t is a T itself, and not of a class derived from it. Mostly one
    // comparison; the names count where shared libraries have a type twice.
    //
    template <typename T, typename U>
    bool is_a (const U& t) noexcept
    {
      const std::type_info& i (typeid (t));
      return &i == &typeid (T) || i == typeid (T);
    }
  }
}

#endif // ODB_ALKEY_CHANGES_IS_A_HXX
