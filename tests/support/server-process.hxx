#ifndef TESTS_SUPPORT_SERVER_PROCESS_HXX
#define TESTS_SUPPORT_SERVER_PROCESS_HXX

#include <string>

#include <tests/support/database-server.hxx>
#include <tests/support/process.hxx>

namespace tests
{
  // A database that is a server: a process, in a directory of its own.
  //
  class server_process: public database_server
  {
  public:
    explicit server_process (const std::string& name)
        : directory_ (name), process_ (directory_.path () + "/log")
    {
    }

    void kill () override
    {
      process_.kill ();
    }

    void stop () override
    {
      process_.stop ();
    }

    void resume () override
    {
      process_.resume ();
    }

    void restart () override
    {
      kill ();
      start ();
    }

  protected:
    // Returns when it answers.
    //
    virtual void start () = 0;

    temporary_directory directory_;
    process process_;
  };
}

#endif // TESTS_SUPPORT_SERVER_PROCESS_HXX
