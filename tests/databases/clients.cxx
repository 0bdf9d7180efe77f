#include "clients.hxx"

#include <odb/schema-catalog.hxx>

#include <tests/support/redis-setup.hxx>

namespace tests
{
  clients::clients (std::chrono::milliseconds fence_timeout,
                    odb_alkey::when_unavailable w)
      : db (server ().open ()), db2 (server ().open ()),
        fence_timeout_ (fence_timeout), when_unavailable_ (w)
  {
    commit ([this] { odb::schema_catalog::create_schema (*db); });
    settle (redis);
    db->tracer (hook);
    writer.reset (new odb_alkey::plugin (*db, options ()));
    reader.reset (new odb_alkey::plugin (*db2, options ()));
  }

  void clients::add_schema (const std::string& name)
  {
    commit ([&] { odb::schema_catalog::create_schema (*db, name); });
    writer->reads_schema (name);
    reader->reads_schema (name);
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
    odb_alkey::options o (patient_options (redis.url ()));
    o.fence_timeout = fence_timeout_;
    o.when_unavailable = when_unavailable_;
    o.log = log.listener ();
    return o;
  }
}
