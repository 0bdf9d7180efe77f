// A source that does not know what ODB generated may use the class: it never
// names an object's identifier.
//
#include "model.hxx"

void header_alone (user& u, const letter& l)
{
  user v (u);
  u = v;
  std::shared_ptr<letter> p (std::make_shared<letter> (l));
  p->author = static_cast<int> (u.id);
}
