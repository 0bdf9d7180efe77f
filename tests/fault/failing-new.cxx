// An operator new that fails when it is told to. It has a source of its own,
// since g++ would inline one half of a pair and complain of the other.

#include "failing-new.hxx"

#include <cstdlib>
#include <new>

namespace
{
  thread_local int left (-1);
  thread_local bool all (false);
  thread_local bool failed (false);

  bool fails () noexcept
  {
    if (left < 0)
      return false;

    if (left != 0)
    {
      --left;
      return false;
    }

    if (!all)
      left = -1;

    failed = true;
    return true;
  }
}

void* operator new (std::size_t size)
{
  if (!fails ())
    if (void* p = std::malloc (size != 0 ? size : 1))
      return p;

  throw std::bad_alloc ();
}

void operator delete (void* p) noexcept
{
  std::free (p);
}

void operator delete (void* p, std::size_t) noexcept
{
  std::free (p);
}

namespace tests
{
  void fail_allocation (int n, bool all_that_follow) noexcept
  {
    left = n;
    all = all_that_follow;
    failed = false;
  }

  bool allocation_failed () noexcept
  {
    left = -1;
    return failed;
  }
}
