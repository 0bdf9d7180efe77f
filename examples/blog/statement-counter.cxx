#include "statement-counter.hxx"

namespace blog
{
  namespace
  {
    // A tracer is not told whose request it is, but a request has one thread.
    //
    thread_local unsigned long executed (0);
  }

  // Prepared statements come here, too.
  //
  void statement_counter::execute (odb::connection&, const char*)
  {
    ++executed;
  }

  void statement_counter::reset () noexcept
  {
    executed = 0;
  }

  unsigned long statement_counter::count () const noexcept
  {
    return executed;
  }
}
