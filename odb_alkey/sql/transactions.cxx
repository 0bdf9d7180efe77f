#include <odb_alkey/sql/analyser.hxx>

// The begin and the end of transactions.

namespace odb_alkey
{
  namespace sql
  {
    bool analyser::begins_or_ends ()
    {
      if (at_.skip ("BEGIN"))
        begin ();
      else if (at_->is ("START") && at_.ahead ().is ("TRANSACTION"))
      {
        at_.next ();
        begin ();
      }
      else if (at_.is_any ({"COMMIT", "END", "ROLLBACK", "ABORT"}))
        end_of_transaction ();
      else
        return false;

      return true;
    }

    // MariaDB's blocks of statements begin with the same word.
    //
    void analyser::begin ()
    {
      if (modes_of_transaction ())
        boundary_ = boundary::begin;
      else
        not_understood ();
    }

    // WORK, IMMEDIATE, ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE, …
    //
    bool analyser::modes_of_transaction ()
    {
      do
      {
        at_.skip_any ({"TRANSACTION", "WORK", "DEFERRED", "IMMEDIATE",
                       "EXCLUSIVE", "CONCURRENT", "ISOLATION", "LEVEL", "READ",
                       "WRITE", "ONLY", "COMMITTED", "UNCOMMITTED",
                       "REPEATABLE", "SERIALIZABLE", "DEFERRABLE"});

        if (at_->is ("WITH") && at_.ahead ().is ("CONSISTENT"))
          at_.skip_any ({"WITH", "CONSISTENT", "SNAPSHOT"});

        if (at_->is ("NOT") && at_.ahead ().is ("DEFERRABLE"))
          at_.skip_any ({"NOT", "DEFERRABLE"});
      } while (at_.skip (','));

      name_of_transaction ();
      return at_.at_stop ();
    }

    void analyser::name_of_transaction ()
    {
      if (dialect_.names_transactions && at_.behind ().is ("TRANSACTION") &&
          at_.at_name () && !at_->is ("TO"))
        at_.next ();
    }

    void analyser::end_of_transaction ()
    {
      bool commits (at_.is_any ({"COMMIT", "END"}));
      at_.next ();

      // COMMIT PREPARED ends another transaction, which may have written
      // anything.
      //
      if (at_->is ("PREPARED"))
      {
        if (commits)
          not_understood ();

        rest ();
        return;
      }

      at_.skip_any ({"WORK", "TRANSACTION"});
      name_of_transaction ();

      if (!commits && at_->is ("TO"))
      {
        rest ();
        return;
      }

      bool chain (at_.skip ("AND") && !at_.skip ("NO"));
      at_.skip ("CHAIN");
      at_.skip ("NO");
      at_.skip ("RELEASE");

      // With AND CHAIN another one begins at once.
      //
      if (chain)
        effect_.commits = true;
      else
        boundary_ = commits ? boundary::commit : boundary::rollback;
    }
  }
}
