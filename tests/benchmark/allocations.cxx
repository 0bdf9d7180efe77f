#include <tests/benchmark/allocations.hxx>

#include <cstdlib>
#include <new>

namespace
{
  thread_local std::uint64_t count (0);
}

void* operator new (std::size_t size)
{
  ++count;

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

namespace benchmarks
{
  std::uint64_t allocations () noexcept
  {
    return count;
  }
}
