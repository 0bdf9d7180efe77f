#ifndef TESTS_SUPPORT_ENVIRONMENT_HXX
#define TESTS_SUPPORT_ENVIRONMENT_HXX

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <odb/sqlite/database.hxx>

#include <odb_alkey/options.hxx>
#include <odb_alkey/plugin.hxx>

#include <tests/support/redis-server.hxx>

namespace tests
{
  // A directory that is gone with the object.
  //
  class temporary_directory
  {
  public:
    temporary_directory ();
    ~temporary_directory ();

    temporary_directory (const temporary_directory&) = delete;
    temporary_directory& operator= (const temporary_directory&) = delete;

    const std::string& path () const
    {
      return path_;
    }

  private:
    std::string path_;
  };

  // An SQLite file with the library's schema. Several connections may use it
  // at a time.
  //
  std::unique_ptr<odb::sqlite::database>
  make_database (const std::string& path);

  // The same file again, as another process would open it.
  //
  std::unique_ptr<odb::sqlite::database>
  open_database (const std::string& path);

  // Gives a namespace an origin without quarantine, as Redis has it when it
  // has been up for a while.
  //
  void settle (redis_server&, const std::string& name_space = "alkey");

  // What was said through the log callback; any thread may add to it.
  //
  class messages
  {
  public:
    void add (const std::string& s)
    {
      std::lock_guard<std::mutex> l (mutex_);
      said_.push_back (s);
    }

    std::vector<std::string> all () const
    {
      std::lock_guard<std::mutex> l (mutex_);
      return said_;
    }

    // How many hold this text.
    //
    std::size_t count (const std::string& part) const;

  private:
    mutable std::mutex mutex_;
    std::vector<std::string> said_;
  };

  // Redis, SQLite and a plugin: what most tests need.
  //
  struct environment
  {
    // Extra arguments of redis-server.
    //
    explicit environment (std::vector<std::string> arguments = {});

    odb_alkey::options options () const;

    temporary_directory directory;
    messages log;
    redis_server redis;
    std::unique_ptr<odb::sqlite::database> db;
    std::unique_ptr<odb_alkey::plugin> alkey;

    // Runs f in a transaction of its own and commits it.
    //
    template <typename F>
    void commit (F f)
    {
      odb::transaction t (db->begin ());
      f ();
      t.commit ();
    }
  };
}

#endif // TESTS_SUPPORT_ENVIRONMENT_HXX
