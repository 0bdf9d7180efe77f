#ifndef EXAMPLES_BLOG_HTTP_ERROR_HXX
#define EXAMPLES_BLOG_HTTP_ERROR_HXX

#include <stdexcept>
#include <string>

namespace blog
{
  // A request that cannot be answered with what it asks for. The message is
  // for whoever made it.
  //
  struct http_error: std::runtime_error
  {
    http_error (int s, const std::string& message)
        : std::runtime_error (message), status (s)
    {
    }

    int status;
  };
}

#endif // EXAMPLES_BLOG_HTTP_ERROR_HXX
