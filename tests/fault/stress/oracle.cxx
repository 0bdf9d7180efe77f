#include <tests/fault/stress/oracle.hxx>

#include <odb/transaction.hxx>

#include "stock-odb.hxx"

namespace stress
{
  namespace
  {
    // Makes the caller's transaction current again.
    //
    class interlude
    {
    public:
      interlude ()
          : before_ (odb::transaction::has_current ()
                       ? &odb::transaction::current ()
                       : nullptr)
      {
        odb::transaction::reset_current ();
      }

      ~interlude ()
      {
        if (before_ != nullptr)
          odb::transaction::current (*before_);
      }

      interlude (const interlude&) = delete;
      interlude& operator= (const interlude&) = delete;

    private:
      odb::transaction* before_;
    };
  }

  oracle::oracle (const backend& b): db_ (b.open ()) {}

  editions oracle::committed ()
  {
    editions e (subject_count);
    interlude i;
    odb::transaction t (db_->begin ());

    for (const ledger& l : db_->query<ledger> ())
      e.at (l.id - 1) = l.edition;

    t.commit ();
    return e;
  }
}
