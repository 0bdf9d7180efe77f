#include <odb_alkey/plugin.hxx>

#include <odb_alkey/detail/identifier-view.hxx>

#include <odb/schema-catalog.hxx>

#include <odb_alkey/changes/database-recorder.hxx>
#include <odb_alkey/changes/schema-reader.hxx>
#include <odb_alkey/detail/touch-collector.hxx>
#include <odb_alkey/keys/maker.hxx>
#include <odb_alkey/sql/reader.hxx>
#include <odb_alkey/tokens/token-store.hxx>

namespace odb_alkey
{
  namespace
  {
    const options& checked (const options& o)
    {
      o.check ();
      return o;
    }
  }

  plugin::plugin (odb::database& db, const options& o)
      : bound_ (std::make_shared<changes::database_recorder> (
          db, std::make_shared<tokens::token_store> (checked (o)))),
        recorder_ (bound_.get ()), maker_ (new keys::maker (*bound_))
  {
    bound_->bind ();

    try
    {
      bound_->catalog ().add_schema (changes::read_schema (
        db.id (), bound_->catalog ().dialect (), std::string ()));
    }
    catch (...)
    {
      bound_->unbind ();
      throw;
    }
  }

  plugin::~plugin ()
  {
    bound_->unbind ();
  }

  bool plugin::refresh ()
  {
    return bound_->store ().refresh ();
  }

  bool plugin::ready ()
  {
    return health ().ready;
  }

  health plugin::health ()
  {
    tokens::token_store& store (bound_->store ());
    tokens::token_store::reading r;
    odb_alkey::health h;

    if (!store.read (std::vector<detail::identifier_view> (), r))
      h.reason = store.scripts ().breaker ().why ();
    else if (r.quarantine)
      h.reason = "Redis was empty, was restarted or is another one: one "
                 "and a half fence timeouts have to pass, since a commit may "
                 "be in flight whose fence is lost";

    h.ready = h.reason.empty ();
    h.pending = store.pending ();
    h.advice = store.scripts ().breaker ().advice ();
    h.down = store.scripts ().router ().down ();
    return h;
  }

  std::size_t plugin::flush (std::chrono::milliseconds timeout) noexcept
  {
    return bound_->store ().flush (timeout);
  }

  stats plugin::stats () const noexcept
  {
    return bound_->store ().stats ();
  }

  void plugin::near (const std::string& table,
                     std::chrono::milliseconds length)
  {
    const std::chrono::milliseconds shortest (tokens::near_list::shortest);
    const std::chrono::milliseconds longest (tokens::near_list::longest);

    if (length < shortest || length > longest)
      throw invalid_options ("near () was given " +
                             std::to_string (length.count ()) +
                             " ms: use a time from 1 to 50 ms");

    bound_->store ().add_near (table, length);
  }

  bool plugin::not_near (const std::string& table)
  {
    return bound_->store ().remove_near (table);
  }

  std::string plugin::near_advice () const
  {
    return bound_->store ().near_advice ();
  }

  void plugin::own (const std::string& table, const std::string& owner)
  {
    changes::table_catalog& catalog (bound_->catalog ());
    sql::reader r (table.c_str (), catalog.dialect ());
    sql::name name;

    if (!r.read (name) || r->what != sql::lexeme::kind::end)
      throw exception ("'" + table +
                       "' is no table: give its name as in SQL, such as "
                       "user_tags, app.user_tags or \"user tags\"");

    catalog.owns (name, owner);
  }

  void plugin::reads_schema (const std::string& name)
  {
    odb::database_id id (recorder_->database ().id ());

    if (!odb::schema_catalog::exists (id, name))
      throw exception (
        "the program has no schema '" + name +
        "' for this database: use the name that odb was given as "
        "--schema-name, with --generate-schema and --schema-format embedded "
        "or separate, or tell the tables by owns ()");

    bound_->catalog ().add_schema (
      changes::read_schema (id, bound_->catalog ().dialect (), name));
  }

  void plugin::check_single (const detail::arguments& a)
  {
    if (a.identifiers.size () == 1)
      return;

    // Throws, because the text is not an identifier.
    //
    identifier (a.text.empty () || a.text[0] != '=' ? "null"
                                                    : a.text.substr (1));
  }

  std::vector<identifier> plugin::touched (const detail::arguments& a)
  {
    return std::vector<identifier> (
      1, detail::written_by_touch (identifier (a.text)));
  }

  key_generator::key_generator (const plugin& p) noexcept
      : maker_ (p.maker_.get ())
  {
  }
}
