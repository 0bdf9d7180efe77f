// A source that does not know what ODB generated may use the class: it never
// names an object's identifier. And it compiles quickly: the header of tracked
// classes does not include those that take long.
//
#include <odb_alkey/tracked.hxx>

#if defined(ODB_DATABASE_HXX) || defined(ODB_SESSION_HXX) ||                  \
  defined(ODB_LAZY_PTR_HXX)
  #error "tracked.hxx includes a header of ODB that takes long to compile"
#endif

#if defined(_GLIBCXX_ALGORITHM) || defined(_GLIBCXX_CHRONO) ||                \
  defined(_GLIBCXX_FUNCTIONAL) || defined(_GLIBCXX_LOCALE) ||                 \
  defined(_GLIBCXX_MUTEX) || defined(_GLIBCXX_SSTREAM)
  #error "tracked.hxx includes a standard header that takes long to compile"
#endif

#include <chrono>
#include <map>

#include "model.hxx"

void header_alone (user& u, const letter& l)
{
  user v (u);
  u = v;
  std::shared_ptr<letter> p (std::make_shared<letter> (l));
  p->author = static_cast<int> (u.id);
}

// The keys of a map of parents may be of a type that this header does not
// know.
//
void touch_map (odb_alkey::detail::touch_collector& touch)
{
  std::map<std::chrono::minutes, odb_alkey::identifier> parents;
  touch (parents);
}
