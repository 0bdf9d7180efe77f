#include <odb_alkey/detail/touch-collector.hxx>

namespace odb_alkey
{
  namespace detail
  {
    std::vector<identifier> touch_collector::identifiers () const
    {
      std::vector<identifier> r;
      r.reserve (arguments_.identifiers.size ());

      for (const arguments::identifier_ref& s : arguments_.identifiers)
        r.push_back (written_by_touch (
          identifier (arguments_.text.substr (s.begin, s.size))));

      return r;
    }

    identifier written_by_touch (const identifier& i)
    {
      switch (i.what ())
      {
      case identifier::kind::table:
        return identifier::sweep (i.table_name ());
      case identifier::kind::everything:
        return identifier::sweep_of_everything ();
      case identifier::kind::object:
      case identifier::kind::sweep:
      case identifier::kind::sweep_of_everything:
        break;
      }

      return i;
    }
  }
}
