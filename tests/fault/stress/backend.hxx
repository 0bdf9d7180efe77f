#ifndef TESTS_FAULT_STRESS_BACKEND_HXX
#define TESTS_FAULT_STRESS_BACKEND_HXX

#include <memory>

#include <odb/transaction.hxx>

namespace stress
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

  // The database that the run is against. Children use it as well, each with
  // databases that it opens itself; in the parent none may be open when it
  // forks.
  //
  class backend
  {
  public:
    virtual ~backend ();

    // A database without a plugin.
    //
    virtual std::unique_ptr<odb::database> open () const = 0;

    // A transaction that has all the locks it needs, so that its COMMIT does
    // not wait.
    //
    virtual odb::transaction_impl* begin_write (odb::database&) const = 0;

    virtual odb::transaction_impl* begin_read (odb::database&,
                                               isolation) const = 0;

    // To be called between the statements of a reading transaction: where the
    // database has no isolation level that lets them see what was committed
    // in between, it begins another transaction.
    //
    virtual void next_statement (odb::database&, odb::transaction&,
                                 isolation) const = 0;
  };

  // A transaction that reads.
  //
  class reading
  {
  public:
    reading (const backend&, odb::database&, isolation);
    ~reading ();

    reading (const reading&) = delete;
    reading& operator= (const reading&) = delete;

    odb::database& database () const
    {
      return db_;
    }

    bool is_snapshot () const
    {
      return isolation_ == isolation::snapshot;
    }

    void next_statement ();
    void end ();

  private:
    const backend& backend_;
    odb::database& db_;
    isolation isolation_;
    std::unique_ptr<odb::transaction> transaction_;
  };
}

#endif // TESTS_FAULT_STRESS_BACKEND_HXX
