// The files of TLS: each that is not as it should be is named, with its
// option, when the plugin is made.
//
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include <tests/integration/encrypted.hxx>
#include <tests/support/environment.hxx>

using odb_alkey::invalid_options;
using odb_alkey::redis::make_tls;
using odb_alkey::redis::tls_files;
using tests::refuses;

namespace
{
  struct fixture
  {
    fixture ()
    {
      std::ofstream (text) << "nothing of the kind\n";
    }

    void refuse (const tls_files& f, std::initializer_list<const char*> parts)
    {
      refuses<invalid_options> ([&] { make_tls (f); }, parts);
    }

    const tests::certificates& made = tests::certificates::made ();
    tests::temporary_directory directory;
    const std::string text = directory.path () + "/text";
    const std::string none = directory.path () + "/none";
  };

  // Gives this to a program on standard input, which is no terminal.
  //
  class standard_input
  {
  public:
    explicit standard_input (const std::string& says): before_ (dup (0))
    {
      int ends[2];
      BOOST_REQUIRE (pipe (ends) == 0);
      dup2 (ends[0], 0);
      close (ends[0]);
      BOOST_REQUIRE (write (ends[1], says.data (), says.size ()) > 0);
      close (ends[1]);
    }

    ~standard_input ()
    {
      dup2 (before_, 0);
      close (before_);
    }

    standard_input (const standard_input&) = delete;
    standard_input& operator= (const standard_input&) = delete;

  private:
    int before_;
  };
}

BOOST_FIXTURE_TEST_SUITE (tls_files_of_options, fixture,
                          *boost::unit_test::precondition (tests::tls_is_in))

BOOST_AUTO_TEST_CASE (an_authority_that_is_none_is_named)
{
  refuse ({none, "", "", ""}, {"options::tls_ca is '", "/none'",
                               "No such file", "PEM", "openssl rehash"});
  refuse ({text, "", "", ""}, {"options::tls_ca is '", "/text'", "PEM"});
  refuse ({made.client.key, "", "", ""}, {"options::tls_ca is '", "PEM"});
}

BOOST_AUTO_TEST_CASE (a_certificate_that_is_none_is_named)
{
  for (const std::string& file : {none, text, made.client.key})
    refuse ({"", file, made.client.key, ""},
            {"options::tls_certificate is '", file.c_str (), "PEM"});
}

BOOST_AUTO_TEST_CASE (a_key_that_is_none_is_named)
{
  for (const std::string& file : {none, text, made.client.file})
    refuse ({"", made.client.file, file, ""},
            {"options::tls_key is '", file.c_str (), "PEM"});
}

BOOST_AUTO_TEST_CASE (the_key_of_another_certificate_is_named)
{
  refuse ({"", made.client.file, made.server.key, ""},
          {"options::tls_key is '", "/server.key'", "mismatch",
           "the key of tls_certificate"});
}

// It asks neither at the terminal nor anywhere else.
//
BOOST_AUTO_TEST_CASE (no_password_of_a_key_is_asked_for)
{
  standard_input in ("secret\n");
  refuse ({"", made.client.file, made.locked_key, ""},
          {"options::tls_key is '", "/locked.key'", "without a password"});

  char unread;
  BOOST_TEST (read (0, &unread, 1) == 1);
}

BOOST_AUTO_TEST_CASE (the_plugin_reads_them)
{
  tests::environment e;
  odb_alkey::options o (e.options ());
  o.url = "rediss://localhost";
  o.tls_ca = none;
  e.alkey.reset ();
  refuses<invalid_options> ([&] { odb_alkey::plugin (*e.db, o); },
                            {"options::tls_ca", "/none"});
}

BOOST_AUTO_TEST_SUITE_END ()
