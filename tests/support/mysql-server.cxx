#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include <odb/mysql/connection-factory.hxx>
#include <odb/mysql/database.hxx>
#include <odb/mysql/mysql.hxx>

#include <tests/support/server-process.hxx>

namespace tests
{
  namespace
  {
    typedef std::unique_ptr<MYSQL, void (*) (MYSQL*)> connection;

    class mysql_server final: public server_process
    {
    public:
      mysql_server (): server_process ("mysql")
      {
        if (mkdir (data ().c_str (), 0700) != 0)
          throw std::system_error (errno, std::generic_category (), data ());

        start ();

        if (!says ("CREATE DATABASE test"))
          throw std::runtime_error ("MariaDB creates no database");
      }

      std::unique_ptr<odb::database> open () override
      {
        std::unique_ptr<odb::mysql::connection_factory> f (
          new odb::mysql::connection_pool_factory);

        return std::unique_ptr<odb::database> (new odb::mysql::database (
          "root", "", "test", "", 0, socket (), "utf8mb4", 0, std::move (f)));
      }

    private:
      void start () override
      {
        // Without grants it needs no tables of its own, so that an empty
        // directory will do; making them takes longer than most tests.
        //
        // At 2 what was committed is with the kernel, and survives the
        // server's end; at 0 it would be lost.
        //
        std::vector<std::string> a {
          find_program ("mariadbd", {"/usr/sbin", "/usr/libexec"}),
          "--no-defaults",
          "--datadir=" + data (),
          "--socket=" + socket (),
          "--pid-file=" + directory_.path () + "/pid",
          "--skip-grant-tables",
          "--skip-networking",
          "--skip-name-resolve",
          "--character-set-server=utf8mb4",
          "--default-storage-engine=InnoDB",
          "--max-connections=100",
          "--performance-schema=OFF",
          "--innodb-flush-log-at-trx-commit=2",
          "--innodb-buffer-pool-size=16M",
          "--innodb-log-file-size=8M",
          "--innodb-doublewrite=0",
          "--innodb-use-native-aio=0"};

        if (geteuid () == 0)
          a.push_back ("--user=root");

        process_.start (a);
        process_.await ([this] { return says ("DO 1"); });
      }

      // Returns true if the server executes this.
      //
      bool says (const std::string& statement)
      {
        connection c (mysql_init (nullptr), &mysql_close);

        return mysql_real_connect (c.get (), nullptr, "root", "", nullptr, 0,
                                   socket ().c_str (), 0) != nullptr &&
               mysql_real_query (c.get (), statement.c_str (),
                                 statement.size ()) == 0;
      }

      std::string data () const
      {
        return directory_.path () + "/data";
      }

      std::string socket () const
      {
        return directory_.path () + "/socket";
      }
    };
  }

  std::unique_ptr<database_server> make_mysql_server ()
  {
    return std::unique_ptr<database_server> (new mysql_server);
  }
}
