#ifndef ODB_ALKEY_DETAIL_PARENTS_HXX
#define ODB_ALKEY_DETAIL_PARENTS_HXX

#include <memory>
#include <vector>

#include <odb_alkey/identifier.hxx>

namespace odb_alkey
{
  namespace detail
  {
    struct transaction_outcome;

    // The parents that an object of a class with touches () may have in the
    // database, remembered in the object: when it is written next they are
    // those that it may be moving away from.
    //
    // A value that never changes; copies of the object share it.
    //
    class parents
    {
    public:
      typedef std::vector<identifier> identifiers;

      // As they were loaded.
      //
      explicit parents (identifiers loaded);

      // As a transaction that may still roll back has written them, over what
      // was there before.
      //
      parents (identifiers before, identifiers written,
               std::shared_ptr<const transaction_outcome>);

      // Those that the database may hold now.
      //
      identifiers possible () const;

      // What remains after another write in the same or a later transaction.
      //
      identifiers before_transaction (
        const std::shared_ptr<const transaction_outcome>& current) const;

    private:
      identifiers before_;
      identifiers written_;
      std::shared_ptr<const transaction_outcome> by_;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_PARENTS_HXX
