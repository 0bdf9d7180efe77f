// With optimisation g++ warns of what it inlines of libodb's headers, wherever
// that is, as if it were ours. It is right, but neither does harm here, and
// neither is ours to mend:
//
// - A lazy pointer without an id copies the functions that free and copy an
//   id, which are only set where there is one (lazy-ptr-impl.ixx).
// - An object that a shared pointer did not take, for want of memory, is freed
//   by both, the pointer and libodb (traits.hxx, pointer-traits.hxx).
//
// Tests and examples include this before all else. As a warning counts where
// its line is, those about lines of these headers are off, all others are on.

#ifndef ODB_ALKEY_CMAKE_LIBODB_HEADERS_HXX
#define ODB_ALKEY_CMAKE_LIBODB_HEADERS_HXX

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"

#if __GNUC__ >= 12
  #pragma GCC diagnostic ignored "-Wuse-after-free"
#endif

#include <odb/lazy-ptr.hxx>
#include <odb/traits.hxx>

#pragma GCC diagnostic pop

#endif // ODB_ALKEY_CMAKE_LIBODB_HEADERS_HXX
