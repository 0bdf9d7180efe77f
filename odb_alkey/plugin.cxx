#include <odb_alkey/plugin.hxx>

#include <odb_alkey/keys/touch-collector.hxx>
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
      : recorder_ (std::make_shared<detail::recorder> (
          db, std::make_shared<detail::token_store> (checked (o)))),
        maker_ (new detail::key_maker (*recorder_))
  {
    recorder_->bind ();
  }

  plugin::~plugin ()
  {
    recorder_->unbind ();
  }

  bool plugin::refresh ()
  {
    return recorder_->store ().refresh ();
  }

  bool plugin::ready ()
  {
    detail::token_store::reading r;

    return recorder_->store ().read (std::vector<detail::identifier_view> (),
                                     r) &&
           !r.quarantine;
  }

  stats plugin::stats () const noexcept
  {
    return recorder_->store ().counters ().snapshot ();
  }

  void plugin::check_single (const detail::arguments& a)
  {
    if (a.slots.size () == 1)
      return;

    // Throws what it says of the text, which is none.
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
