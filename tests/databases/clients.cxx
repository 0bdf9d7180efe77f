#include "clients.hxx"

#include <odb/schema-catalog.hxx>

namespace tests
{
  clients::clients (std::chrono::milliseconds fence_timeout,
                    odb_alkey::when_unavailable w)
      : db (server ().open ()), db2 (server ().open ()),
        fence_timeout_ (fence_timeout), when_unavailable_ (w)
  {
    {
      odb::transaction t (db->begin ());
      odb::schema_catalog::create_schema (*db);
      t.commit ();
    }

    settle (redis);
    db->tracer (hook);
    writer.reset (new odb_alkey::plugin (*db, options ()));
    reader.reset (new odb_alkey::plugin (*db2, options ()));
  }

  // The databases outlive the plugins and the tracer.
  //
  clients::~clients ()
  {
    writer.reset ();
    reader.reset ();
    db->tracer (nullptr);
  }

  odb_alkey::options clients::options () const
  {
    odb_alkey::options o;
    o.url = redis.url ();
    o.connect_timeout = std::chrono::seconds (5);
    o.command_timeout = std::chrono::seconds (5);
    o.budget = std::chrono::seconds (10);
    o.fence_timeout = fence_timeout_;
    o.when_unavailable = when_unavailable_;
    messages* m (const_cast<messages*> (&log));
    o.log = [m] (odb_alkey::log_level, const std::string& s)
    {
      m->add (s);
    };
    return o;
  }
}
