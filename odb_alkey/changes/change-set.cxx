#include <odb_alkey/changes/change-set.hxx>

#include <odb_alkey/detail/identifier-view.hxx>

#include <utility>

#include <odb_alkey/tokens/covers.hxx>

namespace odb_alkey
{
  namespace changes
  {
    void change_set::add (const std::string& text)
    {
      if (!detail::has_own_token (text.size ()))
        return;

      auto r (set_.insert (text));

      if (r.second)
        order_.push_back (&*r.first);
    }

    void change_set::insert (const identifier& i)
    {
      detail::identifier_view v (
        detail::view (i.str ().data (), i.str ().size ()));
      std::string table (i.str (), 0, v.hash + 1);

      add (i.str ());

      // Most transactions write many rows of few tables.
      //
      if (table != last_table_)
      {
        add (table + '*');
        add (identifier::everything ().str ());
        last_table_ = std::move (table);
      }
    }

    bool change_set::covers (const detail::identifier_view& v) const
    {
      return !set_.empty () && tokens::covers (set_, v);
    }
  }
}
