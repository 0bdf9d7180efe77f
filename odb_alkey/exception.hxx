#ifndef ODB_ALKEY_EXCEPTION_HXX
#define ODB_ALKEY_EXCEPTION_HXX

#include <string>

#include <odb/exception.hxx>

namespace odb_alkey
{
  // The base of all exceptions of this library. Code that catches
  // odb::exception around a unit of work catches it too.
  //
  // There is a class of its own only where a caller would act differently.
  // Making a key or fetching a value never throws because of Redis: if there
  // are no tokens, the key is unique instead.
  //
  struct exception: odb::exception
  {
    explicit exception (const std::string& what);
    ~exception () noexcept override;

    const char* what () const noexcept override;
    exception* clone () const override;

  private:
    std::string what_;
  };

  // A string is not an identifier where one is required. The message shows
  // the string and the form that is accepted.
  //
  struct invalid_identifier: exception
  {
    explicit invalid_identifier (const std::string& what);
    invalid_identifier* clone () const override;
  };

  // An option or an environment variable has a value that makes no sense.
  // The message names the variable, the value and what is accepted.
  //
  struct invalid_options: exception
  {
    explicit invalid_options (const std::string& what);
    invalid_options* clone () const override;
  };

  // Redis could not be reached, or did not answer in time.
  //
  struct redis_unavailable: exception
  {
    explicit redis_unavailable (const std::string& what);
    redis_unavailable* clone () const override;
  };

  // Redis answered with an error. The message shows the answer.
  //
  struct redis_error: exception
  {
    explicit redis_error (const std::string& what);
    redis_error* clone () const override;
  };
}

#endif // ODB_ALKEY_EXCEPTION_HXX
