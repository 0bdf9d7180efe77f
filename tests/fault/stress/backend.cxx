#include <tests/fault/stress/backend.hxx>

#include <odb/transaction.hxx>

namespace stress
{
  backend::~backend () = default;

  reading::reading (const backend& b, odb::database& db, isolation i)
      : backend_ (b), db_ (db), isolation_ (i),
        transaction_ (new odb::transaction (b.begin_read (db, i)))
  {
  }

  reading::~reading () = default;

  void reading::next_statement ()
  {
    backend_.next_statement (db_, *transaction_, isolation_);
  }

  void reading::end ()
  {
    transaction_->commit ();
  }
}
