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
    // database. The object remembers them, because it may move away from them
    // when it is written next.
    //
    // This never changes. Copies of the object share it.
    //
    class parents
    {
    public:
      typedef std::vector<identifier> identifiers;

      // The parents that were loaded.
      //
      explicit parents (identifiers loaded);

      // The parents that a transaction has written, and those that were there
      // before, in case that it rolls back.
      //
      parents (identifiers before, identifiers written,
               std::shared_ptr<const transaction_outcome>);

      // Returns the parents that the database may hold now.
      //
      identifiers possible () const;

      // Returns the parents that the database holds if the current
      // transaction, which writes the object again, rolls back.
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
