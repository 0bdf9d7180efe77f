#ifndef EXAMPLES_BLOG_ROUTES_HXX
#define EXAMPLES_BLOG_ROUTES_HXX

#include <string>

#include <httplib.h>

#include "edits.hxx"
#include "pages.hxx"
#include "statement-counter.hxx"
#include "write-watch.hxx"

namespace blog
{
  // Tells the server which request is answered by which handler; from HTTP to
  // plain values and back. The arguments must outlive the server. The style
  // sheet may be empty.
  //
  void add_routes (httplib::Server&, const pages&, edits&, write_watch&,
                   statement_counter&, const std::string& style_sheet);
}

#endif // EXAMPLES_BLOG_ROUTES_HXX
