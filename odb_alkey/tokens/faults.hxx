#ifndef ODB_ALKEY_TOKENS_FAULTS_HXX
#define ODB_ALKEY_TOKENS_FAULTS_HXX

namespace odb_alkey
{
  namespace tokens
  {
    // The one seam through which a test breaks the protocol: it takes a rule
    // out, to show that it would find the stale values that follow. The
    // library itself sets none of these.
    //
    // Set it before the token store is used.
    //
    struct faults
    {
      // A commit does not fence what it writes.
      //
      bool no_fences = false;

      // An object may be older than the key that is made of it.
      //
      bool no_stamps = false;

      // A commit does not wait for the end of leases.
      //
      bool no_lease_waits = false;

      // A token is leased although a commit is in flight that writes it.
      //
      bool leases_in_flight = false;

      // Transactions are fenced early though the database is in the process.
      // This breaks nothing: it is for tests of early fences by SQLite.
      //
      bool early_in_process = false;

      bool any () const noexcept
      {
        return no_fences || no_stamps || no_lease_waits || leases_in_flight;
      }
    };
  }
}

#endif // ODB_ALKEY_TOKENS_FAULTS_HXX
