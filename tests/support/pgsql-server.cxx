#include <glob.h>
#include <pwd.h>
#include <sys/shm.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include <libpq-fe.h>

#include <odb/pgsql/connection-factory.hxx>
#include <odb/pgsql/database.hxx>

#include <tests/support/server-process.hxx>

namespace tests
{
  namespace
  {
    // Debian keeps the programs of each version apart, and off the path. The
    // latest first.
    //
    std::vector<std::string> program_directories ()
    {
      std::vector<std::string> r;
      glob_t g;

      if (glob ("/usr/lib/postgresql*/*/bin", 0, nullptr, &g) == 0)
        r.assign (g.gl_pathv, g.gl_pathv + g.gl_pathc);

      globfree (&g);
      std::sort (r.rbegin (), r.rend ());
      return r;
    }

    class pgsql_server final: public server_process
    {
    public:
      explicit pgsql_server (const std::vector<std::string>& settings)
          : server_process ("pgsql"), settings_ (settings)
      {
        if (geteuid () == 0)
          become_somebody ();

        process_.start ({program ("initdb"), "--pgdata", data (), "--username",
                         "postgres", "--auth", "trust", "--encoding", "UTF8",
                         "--no-locale", "--no-sync", "--no-instructions"},
                        user ());
        process_.await_success ();
        start ();
      }

      std::unique_ptr<odb::database> open () override
      {
        std::unique_ptr<odb::pgsql::connection_factory> f (
          new odb::pgsql::connection_pool_factory);

        return std::unique_ptr<odb::database> (
          new odb::pgsql::database (where (), std::move (f)));
      }

    private:
      void start () override
      {
        std::vector<std::string> a {program ("postgres"), "-D", data ()};

        // A commit need survive the server's end, not the machine's: the
        // kernel has what was written.
        //
        for (const char* s :
             {"listen_addresses=", "unix_socket_permissions=0700",
              "max_connections=100", "shared_buffers=16MB", "fsync=off",
              "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
              "autovacuum=off", "jit=off", "dynamic_shared_memory_type=mmap"})
        {
          a.push_back ("-c");
          a.push_back (s);
        }

        a.push_back ("-c");
        a.push_back ("unix_socket_directories=" + directory_.path ());

        // The last one wins.
        //
        for (const std::string& s : settings_)
        {
          a.push_back ("-c");
          a.push_back (s);
        }

        process_.start (a, user ());
        process_.await ([this]
                        { return PQping (where ().c_str ()) == PQPING_OK; });
        disown_memory ();
      }

      // It does not run as root.
      //
      void become_somebody ()
      {
        const passwd* p (getpwnam ("postgres"));

        if (p == nullptr && (p = getpwnam ("nobody")) == nullptr)
          throw std::runtime_error (
            "PostgreSQL does not run as root, and there is no other user");

        user_.uid = p->pw_uid;
        user_.gid = p->pw_gid;

        if (chown (directory_.path ().c_str (), user_.uid, user_.gid) != 0)
          throw std::system_error (errno, std::generic_category (),
                                   directory_.path ());
      }

      const process::user* user () const noexcept
      {
        return geteuid () == 0 ? &user_ : nullptr;
      }

      // A segment of shared memory, by which it knows whether another one
      // serves the same directory, would stay if it is killed. This way it is
      // gone with its last user.
      //
      void disown_memory ()
      {
        std::ifstream f (data () + "/postmaster.pid");
        std::string line;

        for (int i (0); i != 6; ++i)
          std::getline (f, line);

        long key (0);
        int id (0);

        if (f >> key >> id)
          shmctl (id, IPC_RMID, nullptr);
      }

      static std::string program (const std::string& name)
      {
        return find_program (name, program_directories ());
      }

      std::string data () const
      {
        return directory_.path () + "/data";
      }

      std::string where () const
      {
        return "host=" + directory_.path () +
               " user=postgres dbname=postgres sslmode=disable";
      }

      const std::vector<std::string> settings_;
      process::user user_ {0, 0};
    };
  }

  std::unique_ptr<database_server>
  make_pgsql_server (const std::vector<std::string>& settings)
  {
    return std::unique_ptr<database_server> (new pgsql_server (settings));
  }
}
