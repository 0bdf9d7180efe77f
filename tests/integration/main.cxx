#define BOOST_TEST_MODULE odb_alkey integration tests
#include <boost/test/unit_test.hpp>
