#ifndef EXAMPLES_BLOG_SERVE_HXX
#define EXAMPLES_BLOG_SERVE_HXX

#include <httplib.h>

namespace blog
{
  // Keeps SIGINT and SIGTERM for serve () to wait for. To be called before
  // any thread starts, since threads inherit it.
  //
  void hold_signals ();

  // Answers requests on a bound server until one of them comes; requests that
  // have begun are answered.
  //
  void serve (httplib::Server&);
}

#endif // EXAMPLES_BLOG_SERVE_HXX
