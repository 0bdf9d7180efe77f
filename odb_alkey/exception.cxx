#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  exception::exception (const std::string& what): what_ (what) {}

  exception::~exception () noexcept = default;

  const char* exception::what () const noexcept
  {
    return what_.c_str ();
  }

  exception* exception::clone () const
  {
    return new exception (*this);
  }

  invalid_identifier::invalid_identifier (const std::string& what)
      : exception (what)
  {
  }

  invalid_identifier* invalid_identifier::clone () const
  {
    return new invalid_identifier (*this);
  }

  invalid_options::invalid_options (const std::string& what): exception (what)
  {
  }

  invalid_options* invalid_options::clone () const
  {
    return new invalid_options (*this);
  }

  redis_unavailable::redis_unavailable (const std::string& what)
      : exception (what)
  {
  }

  redis_unavailable* redis_unavailable::clone () const
  {
    return new redis_unavailable (*this);
  }

  redis_error::redis_error (const std::string& what): exception (what) {}

  redis_error* redis_error::clone () const
  {
    return new redis_error (*this);
  }
}
