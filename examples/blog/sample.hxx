#ifndef EXAMPLES_BLOG_SAMPLE_HXX
#define EXAMPLES_BLOG_SAMPLE_HXX

#include <odb/forward.hxx>

namespace blog
{
  // Gives an empty database its tables, and something to read. Leaves any
  // other one alone.
  //
  void add_sample (odb::database&);
}

#endif // EXAMPLES_BLOG_SAMPLE_HXX
