#define BOOST_TEST_MODULE odb_alkey unit tests
#include <boost/test/unit_test.hpp>
