#ifndef ODB_ALKEY_CHANGES_IS_A_HXX
#define ODB_ALKEY_CHANGES_IS_A_HXX

#include <typeinfo>

namespace odb_alkey
{
  namespace changes
  {
    // True if t is a T itself, rather than of a derived class. Mostly this
    // takes one comparison of addresses. The names are compared as well, since
    // shared libraries may have a type twice.
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
