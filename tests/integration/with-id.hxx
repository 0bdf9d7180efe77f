#ifndef TESTS_INTEGRATION_WITH_ID_HXX
#define TESTS_INTEGRATION_WITH_ID_HXX

namespace tests
{
  // Makes an object that has nothing but this id.
  //
  template <typename T, typename Id>
  T with_id (const Id& id)
  {
    T o;
    o.id = id;
    return o;
  }
}

#endif // TESTS_INTEGRATION_WITH_ID_HXX
