#include <tests/support/zoo/zoo.hxx>

#include "zoo-odb.hxx"

namespace zoo
{
  void cat::track (odb::callback_event e, odb::database& db) const
  {
    odb_alkey::track (*this, e, db);
  }

  void car::track (odb::callback_event e, odb::database& db) const
  {
    odb_alkey::track (*this, e, db);
  }

  void story::on_event (odb::callback_event e, odb::database& db) const
  {
    ++events;
    odb_alkey::track (*this, e, db);

    if (e == odb::callback_event::pre_update && on_update)
      on_update (db);
  }
}
