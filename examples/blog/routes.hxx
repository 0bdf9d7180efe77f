#ifndef EXAMPLES_BLOG_ROUTES_HXX
#define EXAMPLES_BLOG_ROUTES_HXX

#include <httplib.h>

#include "edits.hxx"
#include "pages.hxx"
#include "statement-counter.hxx"

namespace blog
{
  // Which request is answered by which handler; from HTTP to plain values and
  // back. What is passed must outlive the server.
  //
  void add_routes (httplib::Server&, const pages&, edits&, statement_counter&);
}

#endif // EXAMPLES_BLOG_ROUTES_HXX
