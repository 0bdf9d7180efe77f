#ifndef TESTS_INTEGRATION_WITH_ID_HXX
#define TESTS_INTEGRATION_WITH_ID_HXX

namespace tests
{
  // An object that has nothing but this id.
  //
  template <typename T>
  T with_id (int id)
  {
    T o;
    o.id = id;
    return o;
  }
}

#endif // TESTS_INTEGRATION_WITH_ID_HXX
