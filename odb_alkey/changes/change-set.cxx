#include <odb_alkey/changes/change-set.hxx>

#include <utility>

namespace odb_alkey
{
  namespace detail
  {
    void change_set::add (const std::string& text)
    {
      auto r (set_.insert (text));

      if (r.second)
        order_.push_back (&*r.first);
    }

    void change_set::insert (const identifier& i)
    {
      identifier_view v (view (i.str ().data (), i.str ().size ()));
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

    bool change_set::covers (const identifier_view& v) const
    {
      if (set_.empty ())
        return false;

      std::string text (v.text, v.size);

      if (set_.count (text) != 0 ||
          set_.count (identifier::sweep_of_everything ().str ()) != 0)
        return true;

      text.erase (v.hash + 1);
      return set_.count (text + '!') != 0;
    }
  }
}
