// A blog over HTTP, on SQLite, whose fragments are cached under keys that
// change when what they show changes.
//
//   blog DATABASE [PORT]
//
// Redis is at REDIS_URL, and Bootstrap's style sheet in the file BLOG_CSS, or
// where Debian has it; without it the pages are plain. Prints the address to
// standard output once it listens; SIGINT or SIGTERM end it.
//
#include <chrono>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>

#include <odb/sqlite/database.hxx>

#include <odb_alkey/cache.hxx>
#include <odb_alkey/plugin.hxx>

#include "edits.hxx"
#include "pages.hxx"
#include "routes.hxx"
#include "sample.hxx"
#include "serve.hxx"
#include "statement-counter.hxx"
#include "write-watch.hxx"

namespace
{
  using std::chrono::milliseconds;
  using std::chrono::seconds;
  using std::chrono::steady_clock;

  const char host[] = "127.0.0.1";

  odb_alkey::options alkey_options ()
  {
    odb_alkey::options o (odb_alkey::options::from_environment ());

    // Other programs may use the same Redis.
    //
    o.name_space = "blog-example";

    // How long a commit may take. Production keeps the default of 10 seconds;
    // this one is short because of wait_for_keys ().
    //
    o.fence_timeout = seconds (1);
    return o;
  }

  // A Redis that was empty may have lost the fences of commits in flight. So
  // no key is storable until one and a half fence timeouts have passed. A
  // service would start all the same and be slow for that long; a visitor
  // would take the example for broken.
  //
  void wait_for_keys (odb_alkey::plugin& alkey)
  {
    steady_clock::time_point end (steady_clock::now () + seconds (5));

    if (alkey.ready ())
      return;

    std::cerr << (alkey.refresh ()
                    ? "blog: Redis was empty or restarted: waiting until "
                      "commits from before that must be over\n"
                    : "blog: Redis does not answer: waiting for it\n");

    while (!alkey.ready ())
    {
      if (steady_clock::now () > end)
      {
        std::cerr << "blog: going on, without hits until Redis is ready\n";
        return;
      }

      std::this_thread::sleep_for (milliseconds (20));
    }
  }

  // Empty if it is not there.
  //
  std::string style_sheet ()
  {
    const char* name (std::getenv ("BLOG_CSS"));

    if (name == nullptr || *name == '\0')
      name = "/usr/share/javascript/bootstrap5/css/bootstrap.min.css";

    std::ifstream file (name, std::ios::binary);

    if (!file)
      std::cerr << "blog: there is no style sheet " << name
                << ": the pages are plain (see libjs-bootstrap5)\n";

    return std::string (std::istreambuf_iterator<char> (file),
                        std::istreambuf_iterator<char> ());
  }

  // Zero means any that is free.
  //
  int parse_port (const std::string& s)
  {
    if (s.empty () || s.size () > 5 ||
        s.find_first_not_of ("0123456789") != std::string::npos ||
        std::stoi (s) > 65535)
      throw std::invalid_argument ("'" + s +
                                   "' is no port: give a number up "
                                   "to 65535");

    return std::stoi (s);
  }

  int bind (httplib::Server& server, int port)
  {
    int bound (port == 0 ? server.bind_to_any_port (host)
               : server.bind_to_port (host, port) ? port
                                                  : -1);

    if (bound < 0)
      throw std::runtime_error (
        "cannot listen on " + std::string (host) + ':' +
        std::to_string (port) +
        ": perhaps another program does, or it is not allowed");

    return bound;
  }

  void configure (httplib::Server& server)
  {
    // By default a second server would share the port, in silence.
    //
    server.set_socket_options (
      [] (socket_t s)
      {
        int yes (1);
        setsockopt (s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof (yes));
      });

    // A connection that is kept alive has a thread to itself.
    //
    server.set_keep_alive_timeout (1);
    server.set_tcp_nodelay (true);
    server.set_payload_max_length (64 * 1024);
    server.set_default_headers ({{"Cache-Control", "no-store"}});
  }

  void run (const std::string& database, int port)
  {
    blog::statement_counter statements;
    odb::sqlite::database db (database,
                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);

    // Before the plugin, which goes on to call it.
    //
    db.tracer (statements);
    odb_alkey::plugin alkey (db, alkey_options ());

    blog::add_sample (db);

    odb_alkey::cache cache (alkey);
    blog::pages pages (db, odb_alkey::key_generator (alkey), cache);
    blog::edits edits (db);
    blog::write_watch watch (db, alkey, cache);

    httplib::Server server;
    configure (server);
    blog::add_routes (server, pages, edits, watch, statements, style_sheet ());

    port = bind (server, port);
    wait_for_keys (alkey);
    std::cout << "http://" << host << ':' << port << '/' << std::endl;

    blog::serve (server);
  }
}

int main (int argc, char* argv[])
{
  if (argc < 2 || argc > 3)
  {
    std::cerr << "usage: blog DATABASE [PORT]\n";
    return 2;
  }

  try
  {
    blog::hold_signals ();
    run (argv[1], argc == 3 ? parse_port (argv[2]) : 0);
    return 0;
  }
  catch (const std::exception& e)
  {
    std::cerr << "blog: " << e.what () << '\n';
    return 1;
  }
}
