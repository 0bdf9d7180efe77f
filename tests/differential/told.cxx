#include "told.hxx"

#include <algorithm>

#include <odb_alkey/changes/table-definition.hxx>
#include <odb_alkey/identifier.hxx>

namespace differential
{
  using odb_alkey::identifier;
  using odb_alkey::changes::table_catalog;
  using odb_alkey::sql::effect;
  using odb_alkey::sql::name;

  told::told (const subject& s): catalog_ (names_, dialect)
  {
    std::vector<table_catalog::schema_table> schema;

    for (const std::string& d : s.definitions ())
      odb_alkey::changes::read_definition (d.c_str (), dialect, schema);

    catalog_.add_schema (schema);

    for (const auto& t : s.initial ())
      owner (t.first);
  }

  // It has any name, as long as each has another one.
  //
  const std::string& told::owner (const table_name& t)
  {
    auto i (owners_.find (t));

    if (i == owners_.end ())
    {
      i = owners_.emplace (t, "t" + std::to_string (owners_.size ())).first;
      catalog_.owns (name {t.schema, t.table}, i->second);
    }

    return i->second;
  }

  bool told::tells (const effect& e, const table_name& t)
  {
    const std::string& o (owner (t));
    std::vector<identifier> cascades;

    for (const name& n : e.tables)
    {
      if (catalog_.resolve (n).owned_by (o))
        return true;

      if (e.erases)
        catalog_.add_cascades (n, cascades);
    }

    return std::find (cascades.begin (), cascades.end (),
                      identifier::sweep (o)) != cascades.end ();
  }

  std::vector<table_name> told::missed (const effect& e,
                                        const std::vector<table_name>& changed)
  {
    std::vector<table_name> r;

    for (const table_name& t : changed)
      if (!e.unknown_tables && !tells (e, t))
        r.push_back (t);

    return r;
  }
}
