#define BOOST_TEST_MODULE odb_alkey with what later releases of ODB have
#include <boost/test/unit_test.hpp>
