#ifndef TESTS_FAULT_SUPPORT_DATABASE_HXX
#define TESTS_FAULT_SUPPORT_DATABASE_HXX

#include <memory>
#include <string>

#include <odb/sqlite/database.hxx>
#include <odb/transaction.hxx>

#include <tests/fault/support/subject.hxx>
#include <tests/support/process.hxx>

namespace workload
{
  enum class isolation
  {
    // Each statement sees what is committed when it begins.
    //
    read_committed,

    // All statements of a transaction see what was committed when the first
    // of them began.
    //
    snapshot
  };

  // The database that a run is against: an SQLite file with a write-ahead log,
  // in which one writes while others go on reading from their snapshots.
  // Children open it themselves; in the parent it may not be open when it
  // forks.
  //
  class database_file
  {
  public:
    // With the schema and the stock's first rows.
    //
    database_file ();

    // A database without a plugin.
    //
    std::unique_ptr<odb::sqlite::database> open () const;

  private:
    tests::temporary_directory directory_;
    std::string path_;
  };

  // A transaction that reads.
  //
  class reading
  {
  public:
    reading (odb::database& db, isolation i)
        : db_ (db), isolation_ (i), transaction_ (db.begin ())
    {
    }

    odb::database& database () const
    {
      return db_;
    }

    bool is_snapshot () const
    {
      return isolation_ == isolation::snapshot;
    }

    // It is called between two statements. SQLite has no isolation level in
    // which the second sees what was committed in between, so this begins
    // another transaction for it.
    //
    void next_statement ()
    {
      if (is_snapshot ())
        return;

      end ();
      transaction_.reset (db_.begin ());
    }

    void end ()
    {
      transaction_.commit ();
    }

  private:
    odb::database& db_;
    isolation isolation_;
    odb::transaction transaction_;
  };

  // The editions in the ledger, as the current transaction sees them.
  //
  editions recorded (odb::database&);

  // Knows what is committed: it asks the database, beside everything that it
  // is to judge, over a connection that no plugin knows of.
  //
  class oracle
  {
  public:
    explicit oracle (const database_file& f): db_ (f.open ()) {}

    // The editions of all subjects at an instant during the call. Another
    // transaction may be open; what it has written does not show.
    //
    editions committed ();

  private:
    std::unique_ptr<odb::sqlite::database> db_;
  };
}

#endif // TESTS_FAULT_SUPPORT_DATABASE_HXX
