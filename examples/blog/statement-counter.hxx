#ifndef EXAMPLES_BLOG_STATEMENT_COUNTER_HXX
#define EXAMPLES_BLOG_STATEMENT_COUNTER_HXX

#include <odb/tracer.hxx>

namespace blog
{
  // Counts what each thread executes, so that a request can tell whether it
  // needed the database: also BEGIN and COMMIT count.
  //
  //   db.tracer (counter);
  //   counter.reset ();
  //   …
  //   counter.count ();
  //
  // Any thread may use it; each has a count of its own.
  //
  class statement_counter: public odb::tracer
  {
  public:
    using odb::tracer::execute;

    void execute (odb::connection&, const char* statement) override;

    void reset () noexcept;
    unsigned long count () const noexcept;
  };
}

#endif // EXAMPLES_BLOG_STATEMENT_COUNTER_HXX
